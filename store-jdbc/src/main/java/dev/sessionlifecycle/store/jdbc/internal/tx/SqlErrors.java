package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionStore;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Classifies the errors of databases, drivers and pools. {@link #RULES} is the whole table. */
public final class SqlErrors {
  /** What an error means for the call that met it. */
  public enum Meaning {
    /** The work had no effect. The store repeats its own at once; joined work is transient. */
    RETRIED,
    /** It may pass by itself, but has waited already or may have had an effect. */
    TRANSIENT,
    /** The same call fails again. */
    FINAL
  }

  /**
   * A row of the table.
   *
   * @param states SQLSTATEs, or their first two characters for a whole class
   * @param cause what has happened
   */
  public record Rule(Meaning meaning, String cause, List<String> states) {
    static Rule of(Meaning meaning, String cause, String... states) {
      return new Rule(meaning, cause, List.of(states));
    }

    boolean covers(String state) {
      return states.stream()
          .anyMatch(it -> it.length() == 2 ? state.startsWith(it) : it.equals(state));
    }
  }

  /**
   * The states of the SQL standard, of PostgreSQL and of H2; those in no row are final. The first
   * row that has a state applies.
   */
  public static final List<Rule> RULES =
      List.of(
          Rule.of(
              Meaning.RETRIED,
              "a deadlock, or changes by other transactions at the same time",
              "40001",
              "40P01",
              "90131"),
          Rule.of(
              Meaning.RETRIED,
              "the server has ended the connection: it stops, or nothing was sent for too long",
              "57P01",
              "57P02",
              "57P05",
              "25P03",
              "08003"),
          Rule.of(Meaning.TRANSIENT, "a lock was not obtained in time", "55P03", "HYT00"),
          Rule.of(Meaning.TRANSIENT, "a time limit, or cancelled", "57014", "25P04"),
          Rule.of(Meaning.TRANSIENT, "the server is starting or stopping", "57P03"),
          Rule.of(Meaning.TRANSIENT, "the server is read-only, such as a standby", "25006"),
          Rule.of(Meaning.TRANSIENT, "the connection is broken", "08", "90067", "90098", "90121"),
          Rule.of(
              Meaning.TRANSIENT,
              "the server lacks disk space, memory or connections",
              "53",
              "58030"));

  /** States that are final even where no connection could be had: setting it up again is no use. */
  private static final Rule NOT_CONNECTED =
      Rule.of(
          Meaning.FINAL,
          "the user, the password, the database or a parameter of the connection is wrong",
          "28",
          "3D",
          "22",
          "42",
          "0A",
          "90013",
          "90146");

  private static final Pattern CLOSED_POOL =
      Pattern.compile("(?i)(pool|data ?source).*\\b(closed|disposed|shut ?down)\\b");

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)startup parameter(?: in options)?:? *\"?([\\w.]+)");

  /** Texts in which a driver or a pool may quote a password. */
  private static final Pattern SECRET = Pattern.compile("(?i)passw|pwd|secret|://[^/\\s]*@");

  /** What a database names in the first line of an error: never data. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(relation|table|column|constraint|index|schema|sequence|type|violation:)"
              + " (?:\"([^\"(]{1,140})|([\\w.]+) does not exist|(\\w+)$)");

  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final String STORES = SessionStore.class.getPackageName();

  private SqlErrors() {}

  /** Returns the first SQL exception in a chain of causes. */
  static @Nullable SQLException sql(@Nullable Throwable error) {
    return (SQLException)
        chain(error).filter(it -> it instanceof SQLException).findFirst().orElse(null);
  }

  private static Stream<Throwable> chain(@Nullable Throwable error) {
    return Stream.iterate(error, it -> it != null, Throwable::getCause).limit(20);
  }

  /** Whether a unique key was violated. */
  public static boolean isDuplicate(Throwable error) {
    return "23505".equals(state(error));
  }

  /** Whether a check constraint was violated, possibly by rows that exist already. */
  public static boolean isCheck(Throwable error) {
    return "23514".equals(state(error));
  }

  /** Whether something was to be changed in a read-only transaction. */
  static boolean isReadOnly(Throwable error) {
    return state(error).equals("25006");
  }

  /** Whether the work had no effect and may succeed if retried at once. */
  public static boolean isUndone(Throwable error) {
    return meaning(error) == Meaning.RETRIED;
  }

  /** Whether a lock was not obtained in time. */
  public static boolean isLockTimeout(Throwable error) {
    return "55P03".equals(state(error));
  }

  /** Whether the user of the database lacks a privilege. */
  public static boolean isForbidden(Throwable error) {
    return "42501".equals(state(error));
  }

  /** Whether a table does not exist. */
  public static boolean isMissingTable(Throwable error) {
    return Set.of("42P01", "42S02", "42S03", "42S04").contains(state(error));
  }

  /** Whether the values themselves were rejected, so that a retry can never succeed. */
  public static boolean isRefused(Throwable error) {
    String state = state(error);
    return state.startsWith("22") || state.startsWith("23");
  }

  /** Returns what an error means, by its state, else by its kind. */
  public static Meaning meaning(Throwable error) {
    String state = state(error);
    return RULES.stream()
        .filter(rule -> rule.covers(state))
        .map(Rule::meaning)
        .findFirst()
        .orElseGet(() -> ofKind(sql(error)));
  }

  private static Meaning ofKind(@Nullable SQLException error) {
    if (error instanceof SQLTransactionRollbackException) {
      return Meaning.RETRIED;
    }
    return error instanceof SQLTransientException || error instanceof SQLRecoverableException
        ? Meaning.TRANSIENT
        : Meaning.FINAL;
  }

  /**
   * Returns the exception for the caller. Its message names the operation of the store, the SQL
   * state and the table, column or constraint, never data; nor does that of its cause.
   */
  public static StoreException translate(Throwable error) {
    if (error instanceof StoreException known) {
      return known;
    }
    if (error instanceof ConnectionException) {
      return noConnection(error);
    }
    boolean mayRetry = meaning(error) != Meaning.FINAL;
    String text =
        mayRetry ? "the database is not available" : "the database refused what the store asked";
    if (Set.of("42P05", "26000").contains(state(error))) {
      text =
          "a connection pooler shares connections between transactions: set prepareThreshold=0 in"
              + " the URL, or prepareThreshold(0) on the builder";
    }
    if (isForbidden(error)) {
      text =
          "this user of the database lacks a privilege: the store needs SELECT, INSERT, UPDATE and"
              + " DELETE on its tables";
    }
    if (state(error).equals("3F000")) {
      text = "no schema is selected: set the search path, or schema(…) on the builder";
    }
    return exception(text, mayRetry, error);
  }

  /** Returns the exception for an error of a pool or a driver that returned no connection. */
  public static StoreException notConnected(Exception error) {
    return noConnection(new ConnectionException(error));
  }

  /**
   * Returns the exception for an error within a joined transaction.
   *
   * @param hint what to say if a table or a column does not exist
   */
  static StoreException translateJoined(Throwable error, String hint) {
    StoreException plain = translate(error);
    return switch (state(error)) {
      case "25006" -> exception("the joined transaction is read-only", false, error);
      case "25P02" ->
          exception(
              "the joined transaction has failed before: roll it back, and begin it again",
              false,
              error);
      case "42P01", "42703", "42S02", "42S03", "42S04", "42S22" ->
          new StoreException(
              plain.getMessage() + hint, false, plain.sqlState().orElse(null), plain.getCause());
      default -> plain;
    };
  }

  /** Nothing was done, so it is transient unless trying again is no use. */
  private static StoreException noConnection(Throwable error) {
    if (chain(error).anyMatch(it -> it instanceof InterruptedException)
        || texts(error).anyMatch(text -> text.contains("nterrupted"))) {
      Thread.currentThread().interrupt();
      return exception("no connection could be had: interrupted while waiting", true, error);
    }
    if (state(error).isEmpty() && texts(error).anyMatch(text -> CLOSED_POOL.matcher(text).find())) {
      return exception("no connection could be had: the pool is closed", false, error);
    }
    Matcher parameter =
        texts(error).map(PARAMETER::matcher).filter(Matcher::find).findFirst().orElse(null);
    if (parameter != null) {
      return exception(
          "no connection could be had: a connection pooler such as PgBouncer refuses the startup"
              + " parameter "
              + parameter.group(1)
              + ". Set ignore_startup_parameters=extra_float_digits,options there, ALTER ROLE … SET"
              + " lock_timeout = '10s' for the user, and, where it pools transactions,"
              + " prepareThreshold(0) on the builder",
          false,
          error);
    }
    if (texts(error).anyMatch(text -> text.contains("targetServerType"))) {
      return exception(
          "no connection could be had: none of the servers in the URL accepts writes", true, error);
    }
    if (state(error).isEmpty()) {
      // Some pools, such as c3p0, give their caller no other reason even for a wrong password.
      return exception(
          "no connection could be had: all are in use, or none could be made and the log of the pool"
              + " says why",
          true,
          error);
    }
    return NOT_CONNECTED.covers(state(error))
        ? exception("no connection could be had: " + NOT_CONNECTED.cause(), false, error)
        : exception("no connection could be had", true, error);
  }

  private static Stream<String> texts(Throwable error) {
    return chain(error).map(it -> String.valueOf(it.getMessage()));
  }

  private static StoreException exception(String text, boolean mayRetry, Throwable error) {
    String state = state(error);
    String names = error instanceof ConnectionException ? "" : names(error, state);
    return new StoreException(
        operation() + (state.isEmpty() ? text : text + " (" + state + names + ")"),
        mayRetry,
        state.isEmpty() ? null : state,
        cause(error));
  }

  /** Returns an exception that names the operation of the store, like those of the database. */
  static StoreException failed(String text, boolean mayRetry, @Nullable Throwable cause) {
    return new StoreException(operation() + text, mayRetry, cause);
  }

  /**
   * Returns the outermost call of a store on the stack, such as {@code ChainStore.claim failed}.
   */
  private static String operation() {
    return CALLERS.walk(
        frames ->
            frames
                .flatMap(
                    frame ->
                        Stream.of(frame.getDeclaringClass().getInterfaces())
                            .filter(it -> it.getPackageName().equals(STORES))
                            .flatMap(it -> Stream.of(it.getMethods()))
                            .filter(method -> method.getName().equals(frame.getMethodName())))
                .reduce((inner, outer) -> outer)
                .map(it -> it.getDeclaringClass().getSimpleName() + "." + it.getName())
                .map(name -> name + " failed: ")
                .orElse(""));
  }

  /** Returns the names in the first line of an error of a class whose texts quote names first. */
  private static String names(Throwable error, String state) {
    SQLException sql = sql(error);
    String text = sql == null || sql.getMessage() == null ? "" : sql.getMessage();
    StringBuilder names = new StringBuilder();
    if (state.startsWith("42") || state.startsWith("23") || state.equals("90096")) {
      Matcher found = NAMED.matcher(text.lines().findFirst().orElse(""));
      while (found.find()) {
        String name =
            Stream.of(2, 3, 4).map(found::group).filter(it -> it != null).findFirst().orElse("");
        names
            .append(names.isEmpty() ? ": " : ", ")
            .append(found.group(1).replace("violation:", "key"));
        names.append(' ').append(name.strip());
      }
    }
    return names.toString();
  }

  private static Throwable cause(Throwable error) {
    if (error instanceof ConnectionException
        && texts(error).noneMatch(text -> SECRET.matcher(text).find())) {
      return error;
    }
    SQLException sql = sql(error);
    Throwable copy = RedactedErrors.copy(sql == null ? error : sql);
    if (sql != null && sql != error) {
      for (Throwable suppressed : error.getSuppressed()) {
        copy.addSuppressed(RedactedErrors.copy(suppressed));
      }
    }
    return copy;
  }

  /** Returns the first state in a chain of causes: pools wrap exceptions in others without one. */
  private static String state(Throwable error) {
    return chain(error)
        .map(
            it ->
                it instanceof SQLException sql && sql.getSQLState() != null
                    ? sql.getSQLState()
                    : "")
        .filter(state -> !state.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * Copies exceptions without their messages, since databases and drivers quote data in them: the
   * rejected row, the duplicate key, every statement of a batch with its values. The copy keeps the
   * kind of {@link SQLException}, the name of its class, its state and code, and the stack trace.
   */
  private static final class RedactedErrors {
    /** How many levels of causes are copied. */
    private static final int DEEPEST = 10;

    /** Subclasses come before their superclasses. */
    private static final List<Kind> KINDS =
        List.of(
            new Kind(SQLTransientConnectionException.class, SQLTransientConnectionException::new),
            new Kind(SQLTransactionRollbackException.class, SQLTransactionRollbackException::new),
            new Kind(SQLTimeoutException.class, SQLTimeoutException::new),
            new Kind(SQLTransientException.class, SQLTransientException::new),
            new Kind(SQLRecoverableException.class, SQLRecoverableException::new),
            new Kind(
                SQLIntegrityConstraintViolationException.class,
                SQLIntegrityConstraintViolationException::new),
            new Kind(SQLDataException.class, SQLDataException::new),
            new Kind(SQLSyntaxErrorException.class, SQLSyntaxErrorException::new),
            new Kind(SQLFeatureNotSupportedException.class, SQLFeatureNotSupportedException::new),
            new Kind(
                SQLInvalidAuthorizationSpecException.class,
                SQLInvalidAuthorizationSpecException::new),
            new Kind(
                SQLNonTransientConnectionException.class, SQLNonTransientConnectionException::new),
            new Kind(SQLNonTransientException.class, SQLNonTransientException::new),
            new Kind(SQLException.class, SQLException::new));

    private interface Maker {
      SQLException make(String text, @Nullable String state, int code);
    }

    private record Kind(Class<? extends SQLException> type, Maker maker) {}

    /** Replaces an exception that is not an SQL exception. */
    private static final class Other extends Exception {
      private static final long serialVersionUID = 1L;

      Other(String text) {
        super(text);
      }
    }

    private RedactedErrors() {}

    /** Returns a copy whose message, like those of its causes, is the name of the class. */
    static Throwable copy(Throwable error) {
      return copy(error, DEEPEST);
    }

    private static Throwable copy(Throwable error, int depth) {
      String name = error.getClass().getName();
      Throwable copy = error instanceof SQLException sql ? copy(sql, name) : new Other(name);
      copy.setStackTrace(error.getStackTrace());
      if (depth > 0) {
        Throwable cause = error.getCause();
        if (cause != null) {
          copy.initCause(copy(cause, depth - 1));
        }
        for (Throwable suppressed : error.getSuppressed()) {
          copy.addSuppressed(copy(suppressed, depth - 1));
        }
      }
      return copy;
    }

    private static SQLException copy(SQLException error, String text) {
      Kind kind =
          KINDS.stream().filter(it -> it.type().isInstance(error)).findFirst().orElseThrow();
      return kind.maker().make(text, error.getSQLState(), error.getErrorCode());
    }
  }
}
