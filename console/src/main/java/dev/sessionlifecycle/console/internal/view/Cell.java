package dev.sessionlifecycle.console.internal.view;

import org.jspecify.annotations.Nullable;

/**
 * A value on a page.
 *
 * @param text what is shown
 * @param href where it leads, relative; null if nowhere
 * @param form how it is shown
 * @param tone its colour
 * @param title more about it, shown on demand
 */
public record Cell(
    String text, @Nullable String href, Form form, Tone tone, @Nullable String title) {

  /** How a value is shown. */
  public enum Form {
    TEXT,
    NUMBER,
    CODE,
    TIME,
    BADGE,
    MASKED,
    QUOTE
  }

  public static Cell text(@Nullable String text) {
    return of(text, Form.TEXT);
  }

  public static Cell number(String text) {
    return of(text, Form.NUMBER);
  }

  public static Cell code(String text) {
    return of(text, Form.CODE);
  }

  public static Cell time(@Nullable String text) {
    return of(text, Form.TIME);
  }

  public static Cell quote(@Nullable String text) {
    return of(text, Form.QUOTE);
  }

  public static Cell badge(Tone tone, String text) {
    return new Cell(text, null, Form.BADGE, tone, null);
  }

  public static Cell masked(String why) {
    return new Cell("masked", null, Form.MASKED, Tone.NEUTRAL, why);
  }

  public static Cell none() {
    return text(null);
  }

  public Cell to(String target) {
    return new Cell(text, target, form, tone, title);
  }

  public Cell titled(String more) {
    return new Cell(text, href, form, tone, more);
  }

  private static Cell of(@Nullable String text, Form form) {
    return text == null || text.isEmpty()
        ? new Cell("–", null, Form.TEXT, Tone.NEUTRAL, null)
        : new Cell(text, null, form, Tone.NEUTRAL, null);
  }

  public boolean isNumber() {
    return form == Form.NUMBER;
  }

  @Override
  public String toString() {
    return "Cell";
  }
}
