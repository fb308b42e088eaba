/** How many of a file's inputs are scrubbed as the file says. */
@NullMarked
package dev.sessionlifecycle.benchmarks.cases;

import org.jspecify.annotations.NullMarked;
