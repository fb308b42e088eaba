package dev.sessionlifecycle.verification.model;

/**
 * Something to do to a store, told in numbers of a {@link CommandIds}: the same command means the
 * same on every store, and still means something when those before it are left out. Made by {@link
 * Commands}; prints itself.
 */
public sealed interface Command permits ClockAdvance, ClockRewind, StoreCommand {}
