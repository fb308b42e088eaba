package dev.sessionlifecycle.store.jdbc.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource.PoolSettings;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.net.URLDecoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connection pools for PostgreSQL. The only class that uses classes of HikariCP and the PostgreSQL
 * driver.
 */
final class PostgresPools {
  private static final String START = "jdbc:postgresql:";
  private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:]*)(:[0-9]{1,5})?");
  private static final int CONNECT_SECONDS = 10;
  private static final long BORROW_MILLIS = 10_000;

  private PostgresPools() {}

  /**
   * Parameters in the URL and those of the builder add up; a contradiction is refused. Waiting for
   * a lock is limited, since PostgreSQL waits forever by default.
   */
  static ConnectionSource open(String url, String user, String password, PoolSettings settings) {
    Map<String, String> given = parsed(url);
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(url);
    } catch (IllegalArgumentException e) { // its message repeats the URL
      throw invalid();
    }
    setOnce(given, "user", user.isEmpty() ? null : user);
    setOnce(given, "password", password.isEmpty() ? null : password);
    source.setUser(given.getOrDefault("user", user));
    source.setPassword(given.getOrDefault("password", password));
    String options = given.getOrDefault("options", "");
    options += option(options, "lock_timeout", settings.lock() != null, settings.lockMillis());
    if (settings.statement() != null) {
      options += option(options, "statement_timeout", true, settings.statementMillis());
    }
    source.setOptions(options.strip());
    setOnce(given, "socketTimeout", settings.socket() == null ? null : "");
    setOnce(given, "prepareThreshold", settings.prepareThreshold() == null ? null : "");
    if (settings.prepareThreshold() != null) {
      source.setPrepareThreshold(settings.prepareThreshold());
    }
    unlessGiven(given, "socketTimeout", () -> source.setSocketTimeout(settings.socketSeconds()));
    unlessGiven(given, "connectTimeout", () -> source.setConnectTimeout(CONNECT_SECONDS));
    unlessGiven(given, "tcpKeepAlive", () -> source.setTcpKeepAlive(true));
    unlessGiven(given, "targetServerType", () -> source.setTargetServerType("primary"));
    unlessGiven(given, "ApplicationName", () -> source.setApplicationName("session-lifecycle"));
    HikariDataSource pool = start(source);
    try {
      requireInForce(pool, settings);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
    return new ConnectionSource(pool, pool::close);
  }

  /** Returns the parameters in a URL. Errors do not repeat it: there may be a password in it. */
  private static Map<String, String> parsed(String url) {
    String[] parts = url.split("[?]", 2);
    if (!isServer(parts[0])) {
      throw invalid();
    }
    Map<String, String> given = new HashMap<>();
    for (String parameter : parts.length < 2 ? new String[0] : parts[1].split("&", 0)) {
      String[] pair = parameter.split("=", 2);
      try {
        given.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], UTF_8));
      } catch (IllegalArgumentException e) { // its message quotes the value
        throw invalid();
      }
    }
    return given;
  }

  private static InvalidInputException invalid() {
    return Validator.invalid(
        "url",
        "must be like jdbc:postgresql://host:5432/database?parameter=value, without user and"
            + " password, which are arguments of their own");
  }

  /** The driver would log what it does not understand. */
  private static boolean isServer(String url) {
    if (!url.startsWith(START) || url.contains("@")) {
      return false;
    }
    String server = url.substring(START.length());
    String hosts = server.startsWith("//") ? server.substring(2).replaceFirst("/.*", "") : "";
    return Stream.of(hosts.split(",", 0)).allMatch(host -> HOST.matcher(host).matches());
  }

  private static void setOnce(Map<String, String> given, String parameter, @Nullable String set) {
    String inUrl = given.get(parameter);
    if (inUrl != null && set != null && !inUrl.equals(set)) {
      throw Validator.invalid(
          "url", "sets " + parameter + ", which is set on the builder too: set it once");
    }
  }

  private static void unlessGiven(Map<String, String> given, String parameter, Runnable set) {
    if (given.get(parameter) == null) {
      set.run();
    }
  }

  /** Returns what is to be added to the options of the URL. */
  private static String option(String inUrl, String name, boolean isSet, long millis) {
    boolean isInUrl =
        inUrl.matches("(?is)(.*\\s)?-(c\\s*|-)" + name.replace("_", "[_-]") + "\\s*=.*");
    if (isInUrl && isSet) {
      throw Validator.invalid(
          "url", "sets " + name + " in its options, which is set on the builder too: set it once");
    }
    return isInUrl ? "" : " -c " + name + "=" + millis;
  }

  private static HikariDataSource start(PGSimpleDataSource source) {
    Evictions evictions = new Evictions();
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("session-lifecycle");
    config.setConnectionTimeout(BORROW_MILLIS);
    config.setExceptionOverride(evictions);
    // Otherwise HikariCP 7.1 probes its first connection, and never recovers if that one breaks.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try {
      evictions.pool = new HikariDataSource(config);
      return evictions.pool;
    } catch (HikariPool.PoolInitializationException e) {
      throw SqlErrors.notConnected(e);
    }
  }

  /**
   * Drops connections that HikariCP would keep: those to a server that was a primary and is now
   * read-only, all at once, and those that the server has ended.
   */
  private static final class Evictions implements SQLExceptionOverride {
    private static final Set<String> ENDED = Set.of("25006", "25P03", "57P04", "57P05");

    volatile @Nullable HikariDataSource pool;

    @java.lang.Override
    public Override adjudicate(SQLException error) {
      HikariDataSource known = pool;
      if ("25006".equals(error.getSQLState()) && known != null) {
        known.getHikariPoolMXBean().softEvictConnections();
      }
      return ENDED.contains(String.valueOf(error.getSQLState()))
          ? Override.MUST_EVICT
          : Override.CONTINUE_EVICT;
    }
  }

  /** Fails if a connection pooler in between has swallowed the timeouts of the connection. */
  private static void requireInForce(HikariDataSource pool, PoolSettings settings) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name, setting::bigint FROM pg_settings"
                    + " WHERE name IN ('lock_timeout', 'statement_timeout')")) {
      while (row.next()) {
        boolean isLock = row.getString(1).equals("lock_timeout");
        boolean isSet = (isLock ? settings.lock() : settings.statement()) != null;
        long wanted = isLock ? settings.lockMillis() : settings.statementMillis();
        if (isSet ? row.getLong(2) != wanted : isLock && row.getLong(2) == 0) {
          throw new StoreException(
              row.getString(1)
                  + " is not in force: a connection pooler ignores it. Set it for the user, ALTER"
                  + " ROLE … SET "
                  + row.getString(1)
                  + " = '"
                  + wanted
                  + "ms'",
              false,
              null);
        }
      }
    } catch (SQLException e) {
      throw SqlErrors.notConnected(e);
    }
  }
}
