package dev.sessionlifecycle.verification.gates.bad.unmarked;

/** A package without a nullness annotation. */
public record NotMarked(String text) {}
