/** Finalize chains: claims, settlements and effects. */
@NullMarked
package dev.sessionlifecycle.store.jdbc.internal.chain;

import org.jspecify.annotations.NullMarked;
