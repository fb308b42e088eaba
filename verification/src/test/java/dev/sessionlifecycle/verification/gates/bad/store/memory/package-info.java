/** Bad on purpose: what the rules must report. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.store.memory;

import org.jspecify.annotations.NullMarked;
