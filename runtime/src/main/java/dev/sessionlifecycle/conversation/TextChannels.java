package dev.sessionlifecycle.conversation;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Set;

/**
 * The channels that count as connected as soon as a session opens. E-mail and voice do not.
 *
 * @param names the channels, as sessions carry them
 */
public record TextChannels(Set<String> names) {
  private static final TextChannels DEFAULTS =
      new TextChannels(Set.of("api", "chat", "sms", "text", "web", "whatsapp", "messenger"));

  /** Copies the set. */
  public TextChannels {
    names = Set.copyOf(Validator.require("names", names));
  }

  /** Api, chat, sms, text, web, whatsapp and messenger. */
  public static TextChannels defaults() {
    return DEFAULTS;
  }

  /** Whether this channel is among them. */
  public boolean contains(String channel) {
    return names.contains(channel);
  }
}
