/** What ending a session costs through the library, beside what a host would write by hand. */
@NullMarked
package dev.sessionlifecycle.benchmarks.close;

import org.jspecify.annotations.NullMarked;
