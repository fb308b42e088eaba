/** What remains when a process is killed. */
@NullMarked
package dev.sessionlifecycle.verification.crash;

import org.jspecify.annotations.NullMarked;
