package dev.sessionlifecycle.verification.gates.bad.cycle.one;

import dev.sessionlifecycle.verification.gates.bad.cycle.other.UsesOne;

/** Half of a cycle between two packages. */
public record UsesOther(UsesOne half) {}
