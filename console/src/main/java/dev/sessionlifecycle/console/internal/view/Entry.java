package dev.sessionlifecycle.console.internal.view;

/** An entry of a timeline. */
public record Entry(String at, String title, String detail, String by, Tone tone) {
  @Override
  public String toString() {
    return "Entry";
  }
}
