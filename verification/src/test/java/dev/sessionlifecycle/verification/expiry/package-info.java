/** Time limits and orphaned sessions, on every store. */
@NullMarked
package dev.sessionlifecycle.verification.expiry;

import org.jspecify.annotations.NullMarked;
