package dev.sessionlifecycle.verification.gates.bad.internal;

/** An internal type that no other module may use. */
public record Secret(String value) {}
