/** What several measurements share. */
@NullMarked
package dev.sessionlifecycle.benchmarks;

import org.jspecify.annotations.NullMarked;
