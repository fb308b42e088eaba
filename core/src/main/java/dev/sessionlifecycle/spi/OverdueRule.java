package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.Optional;

/** Whether a time limit of a live session has passed that no sweep has enforced yet. Pure. */
@FunctionalInterface
public interface OverdueRule {
  /** How the session is ended, with a guard that holds by then; empty where no limit has passed. */
  Optional<CloseIntent> end(Session live, Instant storeNow);

  /** No limits. */
  static OverdueRule none() {
    return (live, storeNow) -> Optional.empty();
  }
}
