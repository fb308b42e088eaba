/** Nodes that take turns on one clock, determined by a seed: the same seed gives the same run. */
@NullMarked
package dev.sessionlifecycle.verification.simulator;

import org.jspecify.annotations.NullMarked;
