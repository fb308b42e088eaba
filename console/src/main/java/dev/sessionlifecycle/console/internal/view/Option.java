package dev.sessionlifecycle.console.internal.view;

/** A value to choose from. */
public record Option(String value, String label, boolean isChosen) {}
