/** Updates, counts and bulk calls through the public API, on every store. */
@NullMarked
package dev.sessionlifecycle.verification.updates;

import org.jspecify.annotations.NullMarked;
