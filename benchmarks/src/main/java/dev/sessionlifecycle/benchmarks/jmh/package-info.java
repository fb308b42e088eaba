/** What word look-ups cost: whether a move is legal, and which reason a string names. */
@NullMarked
package dev.sessionlifecycle.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
