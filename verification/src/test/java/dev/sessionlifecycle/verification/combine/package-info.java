/** Writes of many callers travel to the store together, and each caller gets its own answer. */
@NullMarked
package dev.sessionlifecycle.verification.combine;

import org.jspecify.annotations.NullMarked;
