/** The finalizer: chains of steps, how they run, and what has parked. */
@NullMarked
package dev.sessionlifecycle.finalizer;

import org.jspecify.annotations.NullMarked;
