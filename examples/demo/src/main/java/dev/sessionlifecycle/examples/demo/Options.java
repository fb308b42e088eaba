package dev.sessionlifecycle.examples.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command-line options.
 *
 * @param input a file of conversations; null for the sample
 * @param database a JDBC URL
 * @param acknowledgements the file for recording and checking acknowledgements; null for none
 * @param help whether only the usage is requested
 */
record Options(
    @Nullable Path input, String database, @Nullable Path acknowledgements, boolean help) {
  static final String USAGE =
      """
      usage: demo [--input FILE] [--db URL] [--acknowledge FILE]
        --input FILE        conversations as JSON Lines:
                            {"conversation": "1", "channel": "voice", "end_reason": "486",
                             "turns": [{"speaker": "user", "text": "Hello"}]}
                            channel and end_reason may be missing or null; provider, direction,
                            type, subject and metadata are optional. Default: a sample.
        --db URL            jdbc:h2:… or jdbc:postgresql://…; missing tables are created.
                            Default: an H2 file below the target directory.
        --acknowledge FILE  append each acknowledged operation to FILE, and check at the end that
                            the database holds everything in it, including earlier runs.
      Run it again on the same database: it resumes unfinished work and creates no duplicates.
      Exit code: 0 success, 1 something went wrong (see the errors), 2 not run at all.
      """;
  private static final Path DIRECTORY =
      Path.of(System.getProperty("demo.directory", "target/demo")).toAbsolutePath();
  static final Path MEMORIES = DIRECTORY.resolve("memories.jsonl");
  static final Options DEFAULT =
      new Options(null, "jdbc:h2:file:" + DIRECTORY.resolve("sessions"), null, false);

  /** Thrown if the options are invalid. */
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  static Options parse(String... arguments) throws UsageException {
    Options options = DEFAULT;
    for (int i = 0; i < arguments.length; i++) {
      String[] parts = arguments[i].split("=", 2);
      if (parts[0].equals("--help") || parts[0].equals("-h")) {
        return new Options(null, DEFAULT.database, null, true);
      }
      boolean isNext = parts.length == 1 && i + 1 < arguments.length;
      String value = parts.length == 2 ? parts[1] : isNext ? arguments[++i] : "";
      options =
          switch (value.isBlank() ? "" : parts[0]) {
            case "--input" ->
                new Options(Path.of(value), options.database, options.acknowledgements, false);
            case "--db" -> new Options(options.input, value, options.acknowledgements, false);
            case "--acknowledge" ->
                new Options(options.input, options.database, Path.of(value), false);
            default ->
                throw new UsageException(
                    parts[0].matches("--(input|db|acknowledge)")
                        ? parts[0] + " needs a value"
                        : "unknown argument " + parts[0]);
          };
    }
    return options;
  }

  /** Opens a connection pool, as an application would. */
  HikariDataSource openPool() throws UsageException {
    boolean isH2 = database.startsWith("jdbc:h2:");
    if (!isH2 && !database.startsWith("jdbc:postgresql:")) {
      throw new UsageException("--db must begin with jdbc:h2: or jdbc:postgresql:");
    }
    // By default, H2 delays writes by half a second, which a killed process would lose.
    boolean isDelayed = isH2 && !database.toUpperCase(Locale.ROOT).contains("WRITE_DELAY");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(isDelayed ? database + ";WRITE_DELAY=0" : database);
    config.setMaximumPoolSize(8);
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
      throw new UsageException("cannot reach " + shownUrl() + cause);
    }
  }

  /** Returns the URL without its password. */
  String shownUrl() {
    return database.replaceAll("(?i)(password=)[^&;]*", "$1…").replaceAll("//[^/@]*@", "//…@");
  }
}
