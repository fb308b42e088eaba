package dev.sessionlifecycle.examples.quickstart;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from the input alone (version 5 of RFC 9562), so that a second run meets what the
 * first one made.
 *
 * @param organization the organization, one for each input
 */
record Ids(UUID organization) {
  private static final UUID ROOT = UUID.fromString("5e5510f2-11fe-5c7c-9e1e-d0d0c0ffee00");

  static Ids of(Input input) {
    return new Ids(named(ROOT, "input " + input.name()));
  }

  UUID session(Conversation conversation) {
    return named(organization, "session " + conversation.key());
  }

  UUID user(Conversation conversation) {
    return named(organization, "user " + conversation.key());
  }

  /** The message at this place of the conversation, counted from 0. */
  static UUID message(UUID session, int place) {
    return named(session, "message " + place);
  }

  static UUID named(UUID namespace, String name) {
    ByteBuffer hash =
        ByteBuffer.wrap(
            sha1()
                .digest(
                    ByteBuffer.allocate(16 + name.getBytes(StandardCharsets.UTF_8).length)
                        .putLong(namespace.getMostSignificantBits())
                        .putLong(namespace.getLeastSignificantBits())
                        .put(name.getBytes(StandardCharsets.UTF_8))
                        .array()));
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
