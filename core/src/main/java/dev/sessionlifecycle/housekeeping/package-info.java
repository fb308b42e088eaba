/** Housekeeping: time limits, orphaned sessions, archive and purge. */
@NullMarked
package dev.sessionlifecycle.housekeeping;

import org.jspecify.annotations.NullMarked;
