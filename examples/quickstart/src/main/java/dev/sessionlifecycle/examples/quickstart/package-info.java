/** The README's code, as a program. */
@NullMarked
package dev.sessionlifecycle.examples.quickstart;

import org.jspecify.annotations.NullMarked;
