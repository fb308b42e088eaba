package dev.sessionlifecycle.spi;

/** A store's reply to one {@link Settlement}. */
public enum SettleReply {
  /** Written whole. */
  SETTLED,
  /**
   * The token, or the base, is not the row's any more, or the chain is gone: nothing was written.
   */
  STALE,
  /**
   * The store refused what this settlement carries, by itself and for good: nothing was written.
   */
  REFUSED
}
