/** The fixtures for the tests of applications, on every store. */
@NullMarked
package dev.sessionlifecycle.verification.host;

import org.jspecify.annotations.NullMarked;
