/** How the detectors read text. */
@NullMarked
package dev.sessionlifecycle.steps.pii.text;

import org.jspecify.annotations.NullMarked;
