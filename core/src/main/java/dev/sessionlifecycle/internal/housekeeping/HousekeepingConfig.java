package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.retention.Recordings;
import dev.sessionlifecycle.retention.SessionArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of housekeeping.
 *
 * @param orphanPolicy what happens to sessions whose owner is gone
 * @param archive where ended sessions are archived; null for no archive
 * @param recordings where the recordings of sessions are; null if that is not known
 * @param endUserErasers other systems that must erase an end user
 * @param recordsScrubbed whether who placed or released a hold and why, and who asked for an
 *     erasure and why, is scrubbed
 * @param options the options of runs that specify none
 * @param listener notified of runs and failures; throws nothing
 */
public record HousekeepingConfig(
    OrphanPolicy orphanPolicy,
    @Nullable SessionArchive archive,
    @Nullable Recordings recordings,
    List<EndUserEraser> endUserErasers,
    boolean recordsScrubbed,
    HousekeepingOptions options,
    HousekeepingListener listener) {
  /** Copies the list. */
  public HousekeepingConfig {
    endUserErasers = List.copyOf(endUserErasers);
  }
}
