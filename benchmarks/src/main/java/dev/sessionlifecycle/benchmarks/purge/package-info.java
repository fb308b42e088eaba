/** What a large purge costs, and how it affects concurrent closes. */
@NullMarked
package dev.sessionlifecycle.benchmarks.purge;

import org.jspecify.annotations.NullMarked;
