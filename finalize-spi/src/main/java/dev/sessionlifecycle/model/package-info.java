/** The vocabulary that sessions, stores and finalize steps share: statuses, reasons, outcomes. */
@NullMarked
package dev.sessionlifecycle.model;

import org.jspecify.annotations.NullMarked;
