package dev.sessionlifecycle.spi;

/**
 * How much a session may hold.
 *
 * @param messages the most messages
 * @param bytes the most bytes of UTF-8 that their texts have together, as they were appended
 */
public record SessionBounds(int messages, long bytes) {
  /** No bounds. */
  public static final SessionBounds NONE = new SessionBounds(Integer.MAX_VALUE, Long.MAX_VALUE);
}
