package dev.sessionlifecycle.runtime;

/** What the host does before a session ends on this runtime: close connections, flush a memory. */
@FunctionalInterface
public interface CleanupHook {

  /**
   * Cleans up. One that hangs does not keep the session open: at the deadline it is left alone, is
   * told so by {@link CleanupContext#isCancelled()}, and the session ends. It is never interrupted.
   *
   * @throws Exception logged by its class; the session ends all the same
   */
  void run(CleanupContext context) throws Exception;
}
