/** Ready-made finalize steps. */
@NullMarked
package dev.sessionlifecycle.steps;

import org.jspecify.annotations.NullMarked;
