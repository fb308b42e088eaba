package dev.sessionlifecycle.verification.gates.bad.store.memory;

import dev.sessionlifecycle.verification.gates.bad.internal.Secret;

/** A store that uses an internal type of the core. */
public record UsesInternal(Secret secret) {}
