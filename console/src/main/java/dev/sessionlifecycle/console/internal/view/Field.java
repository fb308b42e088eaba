package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * A field of a form: a list to choose from, or a line of text where there is none.
 *
 * @param pattern what the browser accepts; empty for anything
 */
public record Field(
    String name,
    String label,
    String value,
    List<Option> options,
    int longest,
    String pattern,
    String hint,
    boolean isRequired) {

  public static Field choice(String name, String label, List<Option> options) {
    return new Field(name, label, "", options, 0, "", "", false);
  }

  public static Field line(String name, String label, String value, int longest) {
    return new Field(name, label, value, List.of(), longest, "", "", false);
  }

  /** Whether it takes an id in full. */
  public boolean isWide() {
    return options.isEmpty() && longest >= 36 && longest <= 40;
  }

  public Field required() {
    return new Field(name, label, value, options, longest, pattern, hint, true);
  }

  public Field matching(String accepted, String advice) {
    return new Field(name, label, value, options, longest, accepted, advice, isRequired);
  }

  @Override
  public String toString() {
    return "Field[name=" + name + "]";
  }
}
