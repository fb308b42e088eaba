/** The results of a concurrent run are recorded, and checked afterwards. */
@NullMarked
package dev.sessionlifecycle.verification.recorded;

import org.jspecify.annotations.NullMarked;
