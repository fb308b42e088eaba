/** Time-driven work on sessions: the sweeps and the retention operations of an organization. */
@NullMarked
package dev.sessionlifecycle.internal.housekeeping;

import org.jspecify.annotations.NullMarked;
