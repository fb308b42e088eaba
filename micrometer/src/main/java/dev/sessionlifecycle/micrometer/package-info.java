/** Meters for Micrometer, of sessions, their ends, the finalize chain and housekeeping. */
@NullMarked
package dev.sessionlifecycle.micrometer;

import org.jspecify.annotations.NullMarked;
