package dev.sessionlifecycle.console.internal.view;

import org.jspecify.annotations.Nullable;

/** A figure that is to be seen at once. */
public record Tile(String label, String value, String note, Tone tone, @Nullable String href) {}
