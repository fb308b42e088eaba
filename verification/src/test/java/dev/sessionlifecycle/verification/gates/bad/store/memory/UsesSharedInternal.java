package dev.sessionlifecycle.verification.gates.bad.store.memory;

import dev.sessionlifecycle.verification.gates.bad.finalize.internal.Shared;

/** A store that uses a type exported to the core and the steps only. */
public record UsesSharedInternal(Shared shared) {}
