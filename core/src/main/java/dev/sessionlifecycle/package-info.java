/** The front door: open a session, write to it, end it once, and have the rest done behind it. */
@NullMarked
package dev.sessionlifecycle;

import org.jspecify.annotations.NullMarked;
