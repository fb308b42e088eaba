/** The finalizer on PostgreSQL, compared to other queues. */
@NullMarked
package dev.sessionlifecycle.benchmarks.finalize;

import org.jspecify.annotations.NullMarked;
