package dev.sessionlifecycle.verification.model;

/**
 * Moves the clock that all stores share.
 *
 * @param millis how far, onwards
 */
record ClockAdvance(long millis) implements Command {}
