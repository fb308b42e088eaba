package dev.sessionlifecycle.runtime;

/** Cleans up before a session ends: closes connections, flushes a memory. */
@FunctionalInterface
public interface CleanupHook {

  /**
   * Cleans up. A hook that hangs does not keep the session open: at the deadline the session ends
   * without it, and {@link CleanupContext#isCancelled()} returns true. It is never interrupted.
   *
   * @throws Exception only its class is logged; the session ends anyway
   */
  void run(CleanupContext context) throws Exception;
}
