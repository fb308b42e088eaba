/** Bad on purpose: what the rules must report. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.model;

import org.jspecify.annotations.NullMarked;
