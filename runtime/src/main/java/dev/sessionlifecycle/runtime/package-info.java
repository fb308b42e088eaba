/** For a worker that talks with an end user: turns, their results, and the end of the session. */
@NullMarked
package dev.sessionlifecycle.runtime;

import org.jspecify.annotations.NullMarked;
