/** What a worker that talks with the end user works with: turns, their results, and the end. */
@NullMarked
package dev.sessionlifecycle.runtime;

import org.jspecify.annotations.NullMarked;
