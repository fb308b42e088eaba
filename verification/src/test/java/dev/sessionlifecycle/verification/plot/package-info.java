/** The plots of the benchmarks. */
@NullMarked
package dev.sessionlifecycle.verification.plot;

import org.jspecify.annotations.NullMarked;
