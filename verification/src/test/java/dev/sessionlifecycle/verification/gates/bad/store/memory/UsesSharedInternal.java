package dev.sessionlifecycle.verification.gates.bad.store.memory;

import dev.sessionlifecycle.verification.gates.bad.finalize.internal.Shared;

/** A store that uses an internal package that is not exported to it. */
public record UsesSharedInternal(Shared shared) {}
