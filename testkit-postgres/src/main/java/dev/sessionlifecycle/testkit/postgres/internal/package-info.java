/** A server that is installed on this machine. */
@NullMarked
package dev.sessionlifecycle.testkit.postgres.internal;

import org.jspecify.annotations.NullMarked;
