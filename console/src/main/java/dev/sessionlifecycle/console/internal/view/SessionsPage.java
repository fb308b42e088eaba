package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/** The list of sessions. */
public record SessionsPage(
    Frame frame,
    FilterForm filter,
    String searchAction,
    List<Hidden> searchHidden,
    String note,
    Table table,
    Pager pager,
    String csv) {}
