/**
 * Detection and replacement of personal data: detectors, the scrubber, and the finalize step that
 * must succeed before the rest of the chain runs.
 */
@NullMarked
package dev.sessionlifecycle.steps.pii;

import org.jspecify.annotations.NullMarked;
