/** The speed of the scrub on texts that are meant to be slow. */
@NullMarked
package dev.sessionlifecycle.benchmarks.scrub;

import org.jspecify.annotations.NullMarked;
