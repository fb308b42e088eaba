package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Timeouts for a database that the store connects to itself.
 *
 * @param lock how long to wait for the lock of another transaction
 * @param statement how long a statement may run; null for no limit
 * @param socket how long to wait for a response of the server
 */
public record Timeouts(Duration lock, @Nullable Duration statement, Duration socket) {
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(10), null, Duration.ofSeconds(60));

  private static final Duration MAX = Duration.ofHours(24);

  public Timeouts lock(Duration value) {
    return new Timeouts(checked("lock_timeout", value, Duration.ofMillis(1)), statement, socket);
  }

  public Timeouts statement(Duration value) {
    return new Timeouts(lock, checked("statement_timeout", value, Duration.ofMillis(1)), socket);
  }

  public Timeouts socket(Duration value) {
    return new Timeouts(lock, statement, checked("socket_timeout", value, Duration.ofSeconds(1)));
  }

  private static Duration checked(String field, Duration value, Duration least) {
    return Validator.requireBetween(field, value, least, MAX);
  }

  /** Returns the statement timeout in milliseconds; 0 for none. */
  long statementMillis() {
    return statement == null ? 0 : statement.toMillis();
  }
}
