/** PostgreSQL servers that a test kills or fills. */
@NullMarked
package dev.sessionlifecycle.verification.postgres;

import org.jspecify.annotations.NullMarked;
