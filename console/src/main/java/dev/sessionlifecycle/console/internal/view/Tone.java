package dev.sessionlifecycle.console.internal.view;

import java.util.Locale;

/** What a colour stands for; the style sheet decides which one it is. */
public enum Tone {
  NEUTRAL,
  INFO,
  GOOD,
  WARN,
  BAD;

  public String css() {
    return "tone-" + name().toLowerCase(Locale.ROOT);
  }
}
