/** What time does to sessions, on every store. */
@NullMarked
package dev.sessionlifecycle.verification.time;

import org.jspecify.annotations.NullMarked;
