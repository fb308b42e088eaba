/** The ready-made steps, run by the finalizer on real stores. */
@NullMarked
package dev.sessionlifecycle.verification.steps;

import org.jspecify.annotations.NullMarked;
