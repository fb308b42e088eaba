/** What time does to sessions: the sweeps, and what an organization asks of retention. */
@NullMarked
package dev.sessionlifecycle.internal.housekeeping;

import org.jspecify.annotations.NullMarked;
