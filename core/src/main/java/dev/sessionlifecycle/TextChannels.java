package dev.sessionlifecycle;

import java.util.Set;

/**
 * The channels on which one writes and reads at once: what has been opened there is connected.
 * E-mail and voice are none.
 *
 * @param names the channels, as sessions carry them
 */
public record TextChannels(Set<String> names) {
  private static final TextChannels DEFAULTS =
      new TextChannels(Set.of("api", "chat", "sms", "text", "web", "whatsapp", "messenger"));

  /** Copies the set. */
  public TextChannels {
    names = Set.copyOf(names);
  }

  /** Api, chat, sms, text, web, whatsapp and messenger. */
  public static TextChannels defaults() {
    return DEFAULTS;
  }

  /** Whether this channel is one. */
  public boolean contains(String channel) {
    return names.contains(channel);
  }
}
