/** Fixtures that several packages of tests share. */
@NullMarked
package dev.sessionlifecycle.verification.support;

import org.jspecify.annotations.NullMarked;
