/** Internal: the implementation of the operations on sessions. */
@NullMarked
package dev.sessionlifecycle.internal.sessions;

import org.jspecify.annotations.NullMarked;
