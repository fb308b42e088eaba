package dev.sessionlifecycle.runtime;

import java.util.UUID;

/** What a {@link CleanupHook} is told. Thread-safe. */
public interface CleanupContext {

  /** The session that is about to end, or has ended elsewhere. */
  UUID sessionId();

  /** Whether nobody waits for the hook any more. */
  boolean isCancelled();
}
