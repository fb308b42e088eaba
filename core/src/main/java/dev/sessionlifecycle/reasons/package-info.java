/**
 * Mappings from the reasons that telephony and voice platforms report to {@link
 * dev.sessionlifecycle.model.TerminationReason}.
 */
@NullMarked
package dev.sessionlifecycle.reasons;

import org.jspecify.annotations.NullMarked;
