package dev.sessionlifecycle.store.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a database that the store connects to itself is waited for.
 *
 * @param lock for the lock of another transaction
 * @param statement for a statement; null for as long as it takes
 * @param socket for an answer of the server
 */
record Timeouts(Duration lock, @Nullable Duration statement, Duration socket) {
  static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), null, Duration.ofSeconds(60));

  private static final Duration MOST = Duration.ofHours(24);

  Timeouts lock(Duration value) {
    return new Timeouts(checked(value, Duration.ofMillis(1)), statement, socket);
  }

  Timeouts statement(Duration value) {
    return new Timeouts(lock, checked(value, Duration.ofMillis(1)), socket);
  }

  Timeouts socket(Duration value) {
    return new Timeouts(lock, statement, checked(value, Duration.ofSeconds(1)));
  }

  private static Duration checked(Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "a time-out lies between " + least.toMillis() + " ms and 24 hours");
    }
    return value;
  }

  /** The statement's in milliseconds; 0 for none. */
  long statementMillis() {
    return statement == null ? 0 : statement.toMillis();
  }
}
