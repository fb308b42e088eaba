/** Chains in tables that are distributed by organization. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.distributed;

import org.jspecify.annotations.NullMarked;
