/** PostgreSQL for the tests and the benchmarks: a server of one JVM, a database for each run. */
@NullMarked
package dev.sessionlifecycle.verification.postgres;

import org.jspecify.annotations.NullMarked;
