/** The statements for distributed tables beside those for a single server. */
@NullMarked
package dev.sessionlifecycle.benchmarks.distributed;

import org.jspecify.annotations.NullMarked;
