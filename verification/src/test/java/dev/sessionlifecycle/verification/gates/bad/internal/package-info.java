/** Bad on purpose: what the rules must report. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.internal;

import org.jspecify.annotations.NullMarked;
