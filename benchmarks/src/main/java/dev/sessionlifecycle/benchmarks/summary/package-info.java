/** What a summary of a long conversation costs, and whether it is faithful. */
@NullMarked
package dev.sessionlifecycle.benchmarks.summary;

import org.jspecify.annotations.NullMarked;
