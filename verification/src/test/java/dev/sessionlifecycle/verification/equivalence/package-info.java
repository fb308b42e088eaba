/** All stores return the same results and keep the invariants, for any sequence of calls. */
@NullMarked
package dev.sessionlifecycle.verification.equivalence;

import org.jspecify.annotations.NullMarked;
