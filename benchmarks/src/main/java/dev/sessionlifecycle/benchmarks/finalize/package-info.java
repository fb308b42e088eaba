/** The finalize engine on PostgreSQL, beside other queues. */
@NullMarked
package dev.sessionlifecycle.benchmarks.finalize;

import org.jspecify.annotations.NullMarked;
