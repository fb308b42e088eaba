package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which channels are voice and which are text. Everywhere, names are compared without regard to
 * case and blanks: {@code Voice} and {@code " voice"} are one channel for time limits, retention
 * rules, filters, open policies and ids that are there already. A session shows its channel as it
 * was given.
 *
 * @param voice the channels of calls: shorter time limits, see {@link
 *     dev.sessionlifecycle.housekeeping.TimeLimits#defaults(Channels)}
 * @param text the channels that count as connected as soon as a session opens; e-mail does not
 */
public record Channels(Set<String> voice, Set<String> text) {
  private static final Channels DEFAULTS =
      new Channels(
          Set.of(
              "voice",
              "call",
              "phone",
              "telephone",
              "telephony",
              "mobile",
              "sip",
              "pstn",
              "voip",
              "webrtc"),
          Set.of(
              "api",
              "chat",
              "text",
              "sms",
              "mms",
              "rcs",
              "web",
              "webchat",
              "widget",
              "messenger",
              "whatsapp",
              "telegram",
              "facebook",
              "instagram",
              "imessage",
              "signal",
              "viber",
              "wechat",
              "line",
              "slack",
              "teams"));

  /** Copies the sets, in the form in which names are compared. */
  public Channels {
    voice = normalized(Validator.requireElements("voice", voice).stream());
    text = normalized(Validator.requireElements("text", text).stream());
  }

  /**
   * Voice: voice, call, phone, telephone, telephony, mobile, sip, pstn, voip, webrtc. Text: api,
   * chat, text, sms, mms, rcs, web, webchat, widget, messenger, whatsapp, telegram, facebook,
   * instagram, imessage, signal, viber, wechat, line, slack, teams.
   */
  public static Channels defaults() {
    return DEFAULTS;
  }

  /** Returns a copy in which these are voice too, and not text. */
  public Channels withVoice(String... names) {
    Validator.require("voice", names);
    return new Channels(with(voice, names), without(text, names));
  }

  /** Returns a copy in which these are text too, and not voice. */
  public Channels withText(String... names) {
    Validator.require("text", names);
    return new Channels(without(voice, names), with(text, names));
  }

  /** Whether calls take place on this channel. */
  public boolean isVoice(String channel) {
    return voice.contains(normalized(channel));
  }

  /** Whether a session on this channel counts as connected as soon as it opens. */
  public boolean isText(String channel) {
    return text.contains(normalized(channel));
  }

  /** Returns the name in the form in which names are compared: lower case, without blanks. */
  public static String normalized(String channel) {
    StringBuilder kept = new StringBuilder(Validator.require("channel", channel).length());
    channel
        .codePoints()
        .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
        .forEach(kept::appendCodePoint);
    return kept.toString().toLowerCase(Locale.ROOT);
  }

  private static Set<String> with(Set<String> names, String... more) {
    return normalized(Stream.concat(names.stream(), Stream.of(more)));
  }

  private static Set<String> without(Set<String> names, String... gone) {
    Set<String> left = normalized(Stream.of(gone));
    return names.stream().filter(it -> !left.contains(it)).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> normalized(Stream<String> names) {
    return names.map(Channels::normalized).collect(Collectors.toUnmodifiableSet());
  }
}
