/** Whether concurrent calls on the store in memory behave as if they came one after the other. */
@NullMarked
package dev.sessionlifecycle.verification.linearizability;

import org.jspecify.annotations.NullMarked;
