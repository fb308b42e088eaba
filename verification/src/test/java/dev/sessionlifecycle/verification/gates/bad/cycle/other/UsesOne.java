package dev.sessionlifecycle.verification.gates.bad.cycle.other;

import dev.sessionlifecycle.verification.gates.bad.cycle.one.UsesOther;

/** Half of a cycle between two packages. */
public record UsesOne(UsesOther half) {}
