/** Several databases, each with some of the organizations. */
@NullMarked
package dev.sessionlifecycle.examples.cells;

import org.jspecify.annotations.NullMarked;
