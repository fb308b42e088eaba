/**
 * A PostgreSQL for tests: one server for all tests of a JVM, which is stopped when the JVM exits,
 * and as many databases as are asked for.
 */
@NullMarked
package dev.sessionlifecycle.testkit.postgres;

import org.jspecify.annotations.NullMarked;
