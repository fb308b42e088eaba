package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.retention.EndUserEraser;
import dev.sessionlifecycle.retention.SessionArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What housekeeping is made of.
 *
 * @param orphanPolicy what becomes of sessions whose owner is gone
 * @param archive where ended sessions go; null for nowhere
 * @param endUserErasers what else must forget an end user
 * @param options how it goes about its work, unless told otherwise
 */
public record HousekeepingConfig(
    OrphanPolicy orphanPolicy,
    @Nullable SessionArchive archive,
    List<EndUserEraser> endUserErasers,
    HousekeepingOptions options) {
  /** Copies the list. */
  public HousekeepingConfig {
    endUserErasers = List.copyOf(endUserErasers);
  }
}
