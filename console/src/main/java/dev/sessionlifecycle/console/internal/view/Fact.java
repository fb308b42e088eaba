package dev.sessionlifecycle.console.internal.view;

/** A value with its name. */
public record Fact(String label, Cell cell) {}
