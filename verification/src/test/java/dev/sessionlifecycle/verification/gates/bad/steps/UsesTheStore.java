package dev.sessionlifecycle.verification.gates.bad.steps;

import dev.sessionlifecycle.verification.gates.bad.store.memory.UsesInternal;

/** A step that knows a store. */
public record UsesTheStore(UsesInternal store) {}
