/** Detectors of personal data. */
@NullMarked
package dev.sessionlifecycle.steps.pii.detect;

import org.jspecify.annotations.NullMarked;
