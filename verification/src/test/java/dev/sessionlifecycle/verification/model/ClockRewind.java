package dev.sessionlifecycle.verification.model;

/**
 * A command that runs while the clock is set back, as when a server's clock is corrected twice.
 * Never one about external ids: a store may delete an expired end at once or when it is next read,
 * and a clock set back across that time would make the difference visible.
 *
 * @param millis by how much
 */
record ClockRewind(long millis, StoreCommand command) implements Command {}
