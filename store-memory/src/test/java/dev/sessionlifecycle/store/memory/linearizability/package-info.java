/** Whether concurrent calls on the store in memory behave as if they came one after the other. */
@NullMarked
package dev.sessionlifecycle.store.memory.linearizability;

import org.jspecify.annotations.NullMarked;
