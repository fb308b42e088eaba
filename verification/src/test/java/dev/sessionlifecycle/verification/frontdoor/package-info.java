/** The front doors of all stores answer alike, and rightly, whatever is asked of them. */
@NullMarked
package dev.sessionlifecycle.verification.frontdoor;

import org.jspecify.annotations.NullMarked;
