package dev.sessionlifecycle.verification.model;

/**
 * An operation on a store, expressed in the numbers of {@link CommandIds}: a command means the same
 * on every store, and is still meaningful if earlier ones are left out. Created by {@link
 * Commands}; its string form shows all of it.
 */
public sealed interface Command permits ClockAdvance, ClockRewind, StoreCommand {}
