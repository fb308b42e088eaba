/** A demo that plays conversations from the first message to the last finalize step. */
@NullMarked
package dev.sessionlifecycle.examples.demo;

import org.jspecify.annotations.NullMarked;
