/** Bad on purpose: what the rules must report. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.steps;

import org.jspecify.annotations.NullMarked;
