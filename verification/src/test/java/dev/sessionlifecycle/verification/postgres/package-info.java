/** PostgreSQL for the tests: a server of this JVM's own, a database for each test class. */
@NullMarked
package dev.sessionlifecycle.verification.postgres;

import org.jspecify.annotations.NullMarked;
