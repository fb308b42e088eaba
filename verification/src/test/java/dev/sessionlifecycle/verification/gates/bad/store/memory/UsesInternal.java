package dev.sessionlifecycle.verification.gates.bad.store.memory;

import dev.sessionlifecycle.verification.gates.bad.internal.Secret;

/** A store that looks into the core. */
public record UsesInternal(Secret secret) {}
