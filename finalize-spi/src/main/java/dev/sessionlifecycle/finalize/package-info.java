/** For the author of a finalize step: what a step is given, and what it may answer. */
@NullMarked
package dev.sessionlifecycle.finalize;

import org.jspecify.annotations.NullMarked;
