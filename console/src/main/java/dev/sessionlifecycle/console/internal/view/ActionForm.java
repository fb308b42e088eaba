package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * A form that changes something, or leads to what does.
 *
 * @param action where it is sent, relative
 * @param method {@code post}, or {@code get} for one that changes nothing
 * @param heading what it does
 * @param text what will happen
 * @param button what its button says
 * @param isGrave whether what it does cannot be undone
 */
public record ActionForm(
    String action,
    String method,
    String heading,
    String text,
    String button,
    boolean isGrave,
    List<Hidden> hidden,
    List<Field> fields) {
  @Override
  public String toString() {
    return "ActionForm[action=" + action + "]";
  }
}
