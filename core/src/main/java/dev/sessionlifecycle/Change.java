package dev.sessionlifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What a value that may be absent is to become.
 *
 * @param to the new value; null to take it away
 */
public record Change<T>(@Nullable T to) {}
