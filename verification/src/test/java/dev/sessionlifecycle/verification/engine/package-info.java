/** The finalizer on real stores. */
@NullMarked
package dev.sessionlifecycle.verification.engine;

import org.jspecify.annotations.NullMarked;
