/**
 * Finding and replacing personal data: detectors, the scrubber, and the finalize step that gates
 * the rest of the chain.
 */
@NullMarked
package dev.sessionlifecycle.steps.pii;

import org.jspecify.annotations.NullMarked;
