package dev.sessionlifecycle.console.internal.view;

/** The way to other pages; empty texts for pages that are not there. */
public record Pager(String first, String next, String note) {
  public static final Pager NONE = new Pager("", "", "");
}
