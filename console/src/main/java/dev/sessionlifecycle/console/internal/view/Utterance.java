package dev.sessionlifecycle.console.internal.view;

/**
 * A message.
 *
 * @param text its text; empty where it is masked or not stored
 * @param note why there is no text, or how much more of it there is; empty for nothing
 */
public record Utterance(
    int sequence, String role, String css, String at, String text, String note) {
  @Override
  public String toString() {
    return "Utterance[sequence=" + sequence + "]";
  }
}
