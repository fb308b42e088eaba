package dev.sessionlifecycle.verification.gates.bad.store.memory;

import dev.sessionlifecycle.verification.gates.bad.finalize.internal.Shared;

/** A store that uses what is exported to the core and the steps alone. */
public record UsesSharedInternal(Shared shared) {}
