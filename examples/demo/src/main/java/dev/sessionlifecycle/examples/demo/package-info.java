/** A demo: conversations played from the first message to the last step after their end. */
@NullMarked
package dev.sessionlifecycle.examples.demo;

import org.jspecify.annotations.NullMarked;
