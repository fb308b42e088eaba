/** Handing what is worth remembering to the host's memory, once per session. */
@NullMarked
package dev.sessionlifecycle.steps.memory;

import org.jspecify.annotations.NullMarked;
