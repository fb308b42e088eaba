package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.Recovery;
import dev.sessionlifecycle.retention.Memories;
import dev.sessionlifecycle.retention.SessionArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What housekeeping is made of.
 *
 * @param recovery what becomes of sessions whose owner is gone
 * @param archive where ended sessions go; null for nowhere
 * @param memories what else must forget an end user
 * @param options how it goes about its work, unless told otherwise
 */
public record Keeping(
    Recovery recovery,
    @Nullable SessionArchive archive,
    List<Memories> memories,
    HousekeepingOptions options) {
  /** Copies the list. */
  public Keeping {
    memories = List.copyOf(memories);
  }
}
