package dev.sessionlifecycle.verification.gates.bad.finalize.internal;

/** An internal type that two other modules may use. */
public record Shared() {}
