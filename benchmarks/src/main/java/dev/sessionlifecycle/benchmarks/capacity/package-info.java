/** How much processor time the operations of the library take, in the database and in a node. */
@NullMarked
package dev.sessionlifecycle.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
