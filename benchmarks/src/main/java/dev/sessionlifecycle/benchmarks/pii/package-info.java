/** How reliably personal data is found, and how fast. */
@NullMarked
package dev.sessionlifecycle.benchmarks.pii;

import org.jspecify.annotations.NullMarked;
