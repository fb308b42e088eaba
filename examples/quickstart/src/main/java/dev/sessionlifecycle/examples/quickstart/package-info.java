/** The life of a session, from the first message to the end of its finalize chain. */
@NullMarked
package dev.sessionlifecycle.examples.quickstart;

import org.jspecify.annotations.NullMarked;
