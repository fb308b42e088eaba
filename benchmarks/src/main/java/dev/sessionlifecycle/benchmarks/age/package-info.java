/** Whether anything grows with the number of sessions that a store has seen. */
@NullMarked
package dev.sessionlifecycle.benchmarks.age;

import org.jspecify.annotations.NullMarked;
