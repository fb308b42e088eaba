/** What a summary costs in a long conversation, and whether it is faithful. */
@NullMarked
package dev.sessionlifecycle.benchmarks.summary;

import org.jspecify.annotations.NullMarked;
