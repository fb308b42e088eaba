package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/**
 * A form that narrows what a screen shows.
 *
 * @param action where it is sent, relative and without a query
 */
public record FilterForm(String action, List<Hidden> hidden, List<Field> fields) {}
