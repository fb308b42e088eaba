package dev.sessionlifecycle.verification.model;

/**
 * Advances the clock that all stores share.
 *
 * @param millis by how much
 */
record ClockAdvance(long millis) implements Command {}
