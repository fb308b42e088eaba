/** The stores answer alike, and keep the invariants, whatever is asked of them in what order. */
@NullMarked
package dev.sessionlifecycle.verification.equivalence;

import org.jspecify.annotations.NullMarked;
