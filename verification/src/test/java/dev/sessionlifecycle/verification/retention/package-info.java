/** Retention of ended sessions, on every store. */
@NullMarked
package dev.sessionlifecycle.verification.retention;

import org.jspecify.annotations.NullMarked;
