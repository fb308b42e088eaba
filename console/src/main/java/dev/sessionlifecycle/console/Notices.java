package dev.sessionlifecycle.console;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page says has just been done: a word and a number of the address, and no text of it. */
final class Notices {
  private static final Pattern DONE = Pattern.compile("([a-z]{1,20})-(\\d{1,9})");

  private static final Map<String, String> TEXTS =
      Map.of(
          "replayed", "Run again: %s.",
          "skipped", "Skipped: %s.",
          "held", "The hold is placed.",
          "released", "The hold is released.",
          "ended", "The session has ended.",
          "late", "The session had ended before; nothing was changed.",
          "erased", "Erased sessions: %s. Nothing of the end user is left.",
          "partly", "Erased sessions: %s. The rest is listed under unfinished erasures.",
          "none", "Nothing was found.");

  private Notices() {}

  /** Returns the address part that makes a page say this. */
  static String done(String what, int count) {
    return what + "-" + count;
  }

  static String of(String done) {
    Matcher match = DONE.matcher(done);
    String text = match.matches() ? TEXTS.get(match.group(1)) : null;
    return text == null ? "" : text.replace("%s", Formats.number(Long.parseLong(match.group(2))));
  }
}
