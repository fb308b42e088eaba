package dev.sessionlifecycle.runtime;

/** When the messages of a turn are written. */
public enum PersistStrategy {
  /** At once, with the turn: for every channel but voice. */
  PER_TURN,
  /** In the transaction that ends the session; held back in memory until then: for voice. */
  FLUSH_AT_END;

  private static final String VOICE = "voice";

  /** The one that suits a channel. */
  public static PersistStrategy of(String channel) {
    return channel.equals(VOICE) ? FLUSH_AT_END : PER_TURN;
  }
}
