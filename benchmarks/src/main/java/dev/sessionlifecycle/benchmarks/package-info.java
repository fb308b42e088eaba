/** Classes that several benchmarks share. */
@NullMarked
package dev.sessionlifecycle.benchmarks;

import org.jspecify.annotations.NullMarked;
