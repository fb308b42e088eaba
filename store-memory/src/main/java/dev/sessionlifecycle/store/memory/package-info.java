/** A session store in memory, with the semantics of the durable ones. */
@NullMarked
package dev.sessionlifecycle.store.memory;

import org.jspecify.annotations.NullMarked;
