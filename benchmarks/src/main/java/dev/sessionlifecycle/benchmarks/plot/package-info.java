/** Draws the tables of the benchmarks. */
@NullMarked
package dev.sessionlifecycle.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
