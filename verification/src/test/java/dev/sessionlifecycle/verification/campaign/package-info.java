/** Processes on one database under faults, and the check of their history. */
@NullMarked
package dev.sessionlifecycle.verification.campaign;

import org.jspecify.annotations.NullMarked;
