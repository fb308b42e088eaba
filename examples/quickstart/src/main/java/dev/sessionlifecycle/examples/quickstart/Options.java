package dev.sessionlifecycle.examples.quickstart;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param input a file of conversations; null for the sample
 * @param database a JDBC URL; null for the H2 file below {@code target/}
 * @param acknowledgements where to record, and check, what was acknowledged; null for nowhere
 * @param help whether only the usage is asked for
 */
record Options(
    @Nullable Path input,
    @Nullable String database,
    @Nullable Path acknowledgements,
    boolean help) {

  static final String USAGE =
      """
      usage: quickstart [--input FILE] [--db URL] [--acknowledge FILE]

        --input FILE        conversations as JSON lines:
                            {"conversation": "1", "channel": "voice", "end_reason": "486",
                             "turns": [{"speaker": "user", "text": "Hello"}]}
                            channel and end_reason may be missing or null; also read are provider,
                            direction, type, subject and metadata. Default: a sample.
        --db URL            jdbc:h2:… or jdbc:postgresql://…; the tables are made where they are
                            missing. Default: an H2 file below the target directory.
        --acknowledge FILE  record each acknowledged operation there, and check at the end that the
                            database has all that the file tells of, from earlier runs too.

      Run it again on the same database: it resumes what is unfinished and doubles nothing.
      Exit code: 0 all is well, 1 something went wrong (the errors are named), 2 not run at all.
      """;

  /** Reads the arguments. */
  static Options parse(String... arguments) throws UsageException {
    Path input = null;
    String database = null;
    Path acknowledgements = null;
    for (int i = 0; i < arguments.length; i++) {
      int equals = arguments[i].startsWith("--") ? arguments[i].indexOf('=') : -1;
      String name = equals < 0 ? arguments[i] : arguments[i].substring(0, equals);
      if (name.equals("--help") || name.equals("-h")) {
        return new Options(null, null, null, true);
      }
      if (!name.equals("--input") && !name.equals("--db") && !name.equals("--acknowledge")) {
        throw new UsageException("unknown argument " + name);
      }
      if (equals < 0 && i + 1 == arguments.length) {
        throw new UsageException(name + " needs a value");
      }
      String value = equals < 0 ? arguments[++i] : arguments[i].substring(equals + 1);
      if (value.isBlank()) {
        throw new UsageException(name + " needs a value");
      }
      switch (name) {
        case "--input" -> input = Path.of(value);
        case "--db" -> database = value;
        default -> acknowledgements = Path.of(value);
      }
    }
    return new Options(input, database, acknowledgements, false);
  }
}
