/** Sends the memory of each session to the application's memory system, once per session. */
@NullMarked
package dev.sessionlifecycle.steps.memory;

import org.jspecify.annotations.NullMarked;
