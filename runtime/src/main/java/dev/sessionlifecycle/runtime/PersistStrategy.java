package dev.sessionlifecycle.runtime;

/** When the messages of a turn are written. */
public enum PersistStrategy {
  /** With each turn: for every channel but voice. */
  PER_TURN,
  /** In the transaction that ends the session, buffered in memory until then: for voice. */
  FLUSH_AT_END;

  private static final String VOICE = "voice";

  /** Returns the default strategy of a channel. */
  public static PersistStrategy of(String channel) {
    return channel.equals(VOICE) ? FLUSH_AT_END : PER_TURN;
  }
}
