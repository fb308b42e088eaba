/** Depends on the package that depends on it. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.cycle.other;

import org.jspecify.annotations.NullMarked;
