package dev.sessionlifecycle.runtime;

/** When the messages of a turn are written. */
public enum PersistStrategy {
  /**
   * At once, for every channel unless set otherwise: what the user says before the handler is
   * called, the reply when the handler returns it. A crash of the worker loses the reply that is
   * being made.
   */
  PER_TURN,

  /**
   * In the transaction that ends the session, buffered in memory until then. A crash of the worker
   * loses everything that was said since the session was opened by it, although the results of the
   * turns reported no error; the end and its outcome are recorded without those words. Saves the
   * store's answer time in each turn. Demands a renewed lease: {@link
   * SessionRuntimeBuilder#renewOn} or {@link SessionRuntimeBuilder#renewOwn}.
   */
  FLUSH_AT_END
}
