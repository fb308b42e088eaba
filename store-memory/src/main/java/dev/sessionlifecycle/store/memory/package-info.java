/** An in-memory session store with the semantics of the durable stores. */
@NullMarked
package dev.sessionlifecycle.store.memory;

import org.jspecify.annotations.NullMarked;
