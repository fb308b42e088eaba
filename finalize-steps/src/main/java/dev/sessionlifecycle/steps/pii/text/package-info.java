/** Text access for the detectors. */
@NullMarked
package dev.sessionlifecycle.steps.pii.text;

import org.jspecify.annotations.NullMarked;
