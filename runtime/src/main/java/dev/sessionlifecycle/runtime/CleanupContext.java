package dev.sessionlifecycle.runtime;

import java.util.UUID;

/** What a {@link CleanupHook} gets. Thread-safe. */
public interface CleanupContext {

  /** The session that is about to end, or was ended elsewhere. */
  UUID sessionId();

  /** Whether the deadline has passed, and the end no longer waits for the hook. */
  boolean isCancelled();
}
