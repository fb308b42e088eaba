/** What a large purge costs, and what it costs those who close sessions meanwhile. */
@NullMarked
package dev.sessionlifecycle.benchmarks.purge;

import org.jspecify.annotations.NullMarked;
