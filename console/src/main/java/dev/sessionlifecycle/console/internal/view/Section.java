package dev.sessionlifecycle.console.internal.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a screen, under a heading of its own.
 *
 * @param intro a sentence below the heading; empty for none
 * @param filter a form that asks for something; null for none
 * @param link where more is; null if nowhere
 */
public record Section(
    String heading,
    String intro,
    List<Fact> facts,
    @Nullable Table table,
    Pager pager,
    List<ActionForm> forms,
    @Nullable FilterForm filter,
    @Nullable Cell link) {

  public static Section of(String heading, String intro) {
    return new Section(heading, intro, List.of(), null, Pager.NONE, List.of(), null, null);
  }

  public Section with(List<Fact> values) {
    return new Section(heading, intro, values, table, pager, forms, filter, link);
  }

  public Section with(Table value) {
    return new Section(heading, intro, facts, value, pager, forms, filter, link);
  }

  public Section with(Pager value) {
    return new Section(heading, intro, facts, table, value, forms, filter, link);
  }

  public Section withForms(List<ActionForm> values) {
    return new Section(heading, intro, facts, table, pager, values, filter, link);
  }

  public Section with(FilterForm value) {
    return new Section(heading, intro, facts, table, pager, forms, value, link);
  }

  public Section with(Cell value) {
    return new Section(heading, intro, facts, table, pager, forms, filter, value);
  }
}
