/** Code shared by the steps. Not for use outside this module. */
@NullMarked
package dev.sessionlifecycle.steps.internal;

import org.jspecify.annotations.NullMarked;
