/** Disposal, holds and the sweeps. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.retention;

import org.jspecify.annotations.NullMarked;
