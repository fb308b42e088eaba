/** How long the screens of the console take over a million sessions. */
@NullMarked
package dev.sessionlifecycle.benchmarks.console;

import org.jspecify.annotations.NullMarked;
