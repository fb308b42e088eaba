/** Nodes that take turns on one clock, by a seed: the same seed, the same story. */
@NullMarked
package dev.sessionlifecycle.verification.simulator;

import org.jspecify.annotations.NullMarked;
