package dev.sessionlifecycle.session;

import org.jspecify.annotations.Nullable;

/**
 * What a value that may be absent is to become.
 *
 * @param newValue the new value; null to take it away
 */
public record FieldChange<T>(@Nullable T newValue) {}
