package dev.sessionlifecycle.verification.model;

/**
 * A command while the clock stands back, as when a server's clock is corrected and corrected again.
 * Never one about external ids: a store may drop an end that is too old, or leave it until it is
 * looked at, and a clock that goes back over that very time would tell the two apart.
 *
 * @param millis how far
 */
record ClockRewind(long millis, StoreCommand command) implements Command {}
