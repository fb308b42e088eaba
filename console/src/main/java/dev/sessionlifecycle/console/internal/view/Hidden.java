package dev.sessionlifecycle.console.internal.view;

/** A value that a form sends along. */
public record Hidden(String name, String value) {
  @Override
  public String toString() {
    return "Hidden[name=" + name + "]";
  }
}
