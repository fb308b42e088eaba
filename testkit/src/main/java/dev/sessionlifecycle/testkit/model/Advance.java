package dev.sessionlifecycle.testkit.model;

/**
 * Moves the clock that all stores share.
 *
 * @param millis how far, onwards
 */
record Advance(long millis) implements Command {}
