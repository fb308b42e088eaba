package dev.sessionlifecycle.verification.gates.bad.internal;

/** What no other module may see. */
public record Secret(String value) {}
