/** The public API returns the same, correct results on all stores, for any sequence of calls. */
@NullMarked
package dev.sessionlifecycle.verification.frontdoor;

import org.jspecify.annotations.NullMarked;
