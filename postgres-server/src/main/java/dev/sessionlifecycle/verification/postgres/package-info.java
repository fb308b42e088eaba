/** PostgreSQL for tests and benchmarks: one server per JVM, one database per run. */
@NullMarked
package dev.sessionlifecycle.verification.postgres;

import org.jspecify.annotations.NullMarked;
