/**
 * What ending a session costs through the library, compared to code that a host would write by
 * hand.
 */
@NullMarked
package dev.sessionlifecycle.benchmarks.close;

import org.jspecify.annotations.NullMarked;
