package dev.sessionlifecycle.console.internal.view;

/**
 * A line of a list of shares.
 *
 * @param width the length of its bar, of 1,000
 * @param css the class of the bar
 */
public record Proportion(Cell label, String count, String share, long width, String css) {}
