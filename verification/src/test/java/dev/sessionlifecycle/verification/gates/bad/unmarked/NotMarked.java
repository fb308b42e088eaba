package dev.sessionlifecycle.verification.gates.bad.unmarked;

/** A package without a word on null. */
public record NotMarked(String text) {}
