package dev.sessionlifecycle.store.jdbc.internal.sql;

import dev.sessionlifecycle.errors.SchemaOutdatedException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL statements of the store, kept in resource files: {@code sql/common/*.sql} and, where the
 * databases differ, {@code sql/<dialect>/*.sql}, whose statements replace those with the same name
 * in {@code common}.
 *
 * <p>A statement begins with {@code -- name: xyz} and may end with a semicolon; {@code -- fragment:
 * xyz} begins a fragment that statements include as {@code {>xyz}}. Comments are not sent to the
 * database. A block between the lines {@code --[guard]} and {@code --[/guard]} is kept if the
 * caller names it and dropped otherwise; {@code --[!guard]} is kept if the caller does not. A block
 * that is named after a version of the schema, such as {@code --[v2]}, is kept if the schema has
 * that version or a newer one, and is not for callers to name: see {@link #forVersion}.
 *
 * <p>Placeholders in braces depend on the configuration or are shared by statements:
 *
 * <ul>
 *   <li>{@code {session}}: a table, with its schema and prefix; {@code {@session_listing}}: a name
 *       with the prefix alone
 *   <li>{@code {now}}: the store's clock; {@code {now+lease}}: that plus the parameter {@code
 *       :lease}, in microseconds
 *   <li>{@code {>held}}: the fragment with that name, from any of the files
 *   <li>{@code {live}}, {@code {terminal}}, {@code {known_statuses}}, {@code {known_reasons}} and
 *       {@code {known_outcomes}}: words of the model, as in {@code status IN ({live})}
 *   <li>{@code {json}}: the type of a JSON column; {@code {of s}}: what follows FOR UPDATE to lock
 *       only the rows of {@code s}
 *   <li>{@code {limit}}: a number of rows, filled in by {@link #limit}; {@code {statuses}}:
 *       statuses, filled in by {@link #statuses}
 * </ul>
 */
public final class SqlTemplates {
  private static final List<String> FILES =
      List.of(
          "session",
          "open",
          "append",
          "move",
          "close",
          "close_fast",
          "update",
          "evals",
          "owners",
          "listing",
          "external_refs",
          "chain",
          "attempts",
          "claims",
          "settle",
          "disposal",
          "holds",
          "sweep",
          "months",
          "policies",
          "schema");

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N} _.$@#-]+");

  /** The longest name of PostgreSQL, in bytes. */
  private static final int LONGEST_NAME = 63;

  /** Leaves room for the longest name of an index, with what PostgreSQL appends to it. */
  private static final int LONGEST_PREFIX = 32;

  private static final Pattern HEAD =
      Pattern.compile("(?m)^-- (?:name|(fragment)): *([a-z0-9_]+).*$");
  private static final Pattern VERSION = Pattern.compile("v([0-9]+)");
  private static final Pattern BLOCK = Pattern.compile("--\\[(/)?(!)?([a-z0-9_]+)]");
  private static final Pattern COMMENT = Pattern.compile("(?m)--(?!\\[/?!?[a-z0-9_]+]).*$");
  private static final Pattern END = Pattern.compile(";\\s*$");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** How deeply fragments may be nested. */
  private static final int DEEPEST = 10;

  /** About 285 years: more would overflow a long when added to a time. */
  private static final Duration LONGEST = Duration.ofDays(104_000);

  private final Dialect dialect;
  private final String schema;
  private final String prefix;
  private final String now;
  private final int version;
  private final Map<String, String> statements;
  private final Map<String, String> fragments;
  private final Map<Chosen, String> assembled = new ConcurrentHashMap<>();
  private final Map<String, PreparedSql> prepared = new ConcurrentHashMap<>();

  /** A statement with the blocks to keep. */
  private record Chosen(String name, Set<String> blocks) {}

  /**
   * Loads the statements.
   *
   * @param schema the schema of the tables; null for that of the connection
   * @param databaseClock whether the database's clock counts
   */
  public SqlTemplates(
      Dialect dialect, @Nullable String schema, String prefix, boolean databaseClock) {
    checkName("schema", schema == null ? "x" : schema, LONGEST_NAME);
    checkName("table_prefix", prefix.isEmpty() ? "x" : prefix, LONGEST_PREFIX);
    this.dialect = dialect;
    this.schema = schema == null ? "" : schema;
    this.prefix = prefix;
    this.now =
        databaseClock && !dialect.isDistributed()
            ? dialect.now()
            : "CAST(:now AS timestamp(6) with time zone)";
    this.version = Integer.MAX_VALUE;
    this.statements = new HashMap<>();
    this.fragments = new HashMap<>();
    FILES.forEach(file -> load("common", file));
    FILES.forEach(file -> load(dialect.folder(file), file));
  }

  private SqlTemplates(SqlTemplates other, int version) {
    this.dialect = other.dialect;
    this.schema = other.schema;
    this.prefix = other.prefix;
    this.now = other.now;
    this.version = version;
    this.statements = other.statements;
    this.fragments = other.fragments;
  }

  /**
   * Returns the statements for a version of the schema; without this call they are those for the
   * newest one.
   */
  public SqlTemplates forVersion(int schemaVersion) {
    return new SqlTemplates(this, schemaVersion);
  }

  /** Whether the schema has this version, or a newer one. */
  public boolean hasVersion(int schemaVersion) {
    return version >= schemaVersion;
  }

  /**
   * Refuses what does not work without the columns of a version.
   *
   * @param feature what needs them, in the words of the API
   * @throws SchemaOutdatedException if the schema is older
   */
  public void requireVersion(int schemaVersion, String feature) {
    if (!hasVersion(schemaVersion)) {
      throw new SchemaOutdatedException(feature, version, schemaVersion);
    }
  }

  private static void checkName(String field, String name, int longest) {
    if (!NAME.matcher(name).matches()
        || name.isBlank()
        || name.getBytes(StandardCharsets.UTF_8).length > longest) {
      throw Validator.invalid(
          field, "1 to " + longest + " bytes of letters, digits, spaces and _ - . $ @ #");
    }
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Returns the schema of the tables; empty for that of the connection. */
  public String schemaName() {
    return schema;
  }

  /** Returns a table as it is written in a statement: with its schema, and in quotes. */
  public String table(String name) {
    return (schema.isEmpty() ? "" : quoted(schema) + ".") + quoted(tableName(name));
  }

  /** Returns the name of a table or an index in the catalogue: with its prefix. */
  public String tableName(String name) {
    return dialect.folded(prefix + name);
  }

  /** Returns a name in quotes. */
  public static String quoted(String name) {
    return '"' + name + '"';
  }

  /** Returns the names of all statements. */
  public SortedSet<String> names() {
    return new TreeSet<>(statements.keySet());
  }

  /** Returns the names of the blocks of a statement from which callers choose. */
  public SortedSet<String> blocks(String name) {
    Matcher blocks = BLOCK.matcher(include(statement(name), 0));
    SortedSet<String> names = new TreeSet<>();
    while (blocks.find()) {
      if (!VERSION.matcher(blocks.group(3)).matches()) {
        names.add(blocks.group(3));
      }
    }
    return names;
  }

  /**
   * Returns a statement.
   *
   * @param blocks the blocks to keep
   * @throws IllegalArgumentException if there is no such statement, or it has no such block
   */
  public String get(String name, String... blocks) {
    return get(name, Set.of(blocks));
  }

  /** Returns a statement with some of its blocks, as {@link #get(String, String...)} does. */
  public String get(String name, Set<String> blocks) {
    return assembled.computeIfAbsent(new Chosen(name, Set.copyOf(blocks)), this::assemble);
  }

  /** Returns a statement for plain JDBC, as {@link #get(String, String...)} does for Jdbi. */
  public PreparedSql prepared(String name, String... blocks) {
    return parsed(get(name, blocks));
  }

  /** Parses a statement whose text is complete, once per text. */
  public PreparedSql parsed(String statement) {
    return prepared.computeIfAbsent(statement, PreparedSql::of);
  }

  private String assemble(Chosen chosen) {
    SortedSet<String> known = blocks(chosen.name());
    if (!known.containsAll(chosen.blocks())) {
      throw new IllegalArgumentException("statement " + chosen.name() + " has the blocks " + known);
    }
    String text =
        keep(
            include(statement(chosen.name()), 0),
            block -> isKept(block, chosen.blocks()),
            chosen.name());
    return of(SPACE.matcher(text).replaceAll(" ").strip());
  }

  private boolean isKept(String block, Set<String> chosen) {
    Matcher ofVersion = VERSION.matcher(block);
    return ofVersion.matches()
        ? hasVersion(Integer.parseInt(ofVersion.group(1)))
        : chosen.contains(block);
  }

  /** Expands the placeholders of a text that is in no file. */
  public String of(String template) {
    Matcher places = PLACE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      places.appendReplacement(text, Matcher.quoteReplacement(expand(places.group(1))));
    }
    return places.appendTail(text).toString();
  }

  /**
   * Fills in the number of rows. It becomes part of the text because a generic plan cannot know a
   * parameter: PostgreSQL then assumes a tenth of the table and would read whole tables. Few
   * different numbers are in use, so few statements are prepared.
   */
  public static String limit(String statement, int rows) {
    return statement.replace("{limit}", Integer.toString(rows));
  }

  /** Fills in statuses. They become part of the text because PostgreSQL plans by their values. */
  public static String statuses(String statement, Collection<SessionStatus> statuses) {
    return statement.replace("{statuses}", quoted(statuses.stream().map(SessionStatus::wire)));
  }

  /**
   * Returns a duration in microseconds, never negative and never too large to be added to a time.
   */
  public static long micros(Duration duration) {
    Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    return bounded.isNegative() ? 0 : bounded.toNanos() / 1_000;
  }

  public static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private void load(String folder, String file) {
    String path = "/dev/sessionlifecycle/store/jdbc/sql/" + folder + "/" + file + ".sql";
    try (InputStream in = SqlTemplates.class.getResourceAsStream(path)) {
      if (in != null) {
        parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void parse(String text) {
    Matcher heads = HEAD.matcher(text);
    boolean isFound = heads.find();
    while (isFound) {
      String name = heads.group(2);
      boolean isFragment = heads.group(1) != null;
      int start = heads.end();
      isFound = heads.find();
      String body = text.substring(start, isFound ? heads.start() : text.length());
      String sql = COMMENT.matcher(body).replaceAll("");
      (isFragment ? fragments : statements).put(name, END.matcher(sql).replaceFirst("").strip());
    }
  }

  private String statement(String name) {
    String text = statements.get(name);
    if (text == null) {
      throw new IllegalArgumentException(
          "no statement is named " + name + " in sql/common or sql/" + dialect.name());
    }
    return text;
  }

  private String include(String template, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("fragments include each other");
    }
    Matcher places = PLACE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      String place = places.group(1);
      if (place.startsWith(">")) {
        String fragment = fragments.get(place.substring(1));
        if (fragment == null) {
          throw new IllegalArgumentException(
              "no fragment is named " + place.substring(1) + " in the files of " + dialect.name());
        }
        places.appendReplacement(text, Matcher.quoteReplacement(include(fragment, depth + 1)));
      }
    }
    return places.appendTail(text).toString();
  }

  private static String keep(String template, Predicate<String> isKept, String name) {
    StringBuilder text = new StringBuilder();
    Deque<String> open = new ArrayDeque<>();
    Deque<Boolean> kept = new ArrayDeque<>(List.of(true));
    Matcher marks = BLOCK.matcher(template);
    int from = 0;
    while (marks.find()) {
      append(text, template.substring(from, marks.start()), kept);
      from = marks.end();
      String block = (marks.group(2) == null ? "" : "!") + marks.group(3);
      if (marks.group(1) == null) {
        open.push(block);
        kept.push(kept.getFirst() && isKept.test(marks.group(3)) == (marks.group(2) == null));
      } else if (open.isEmpty() || !open.pop().equals(block)) {
        throw new IllegalArgumentException("a block of " + name + " ends that did not begin");
      } else {
        kept.pop();
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("a block of " + name + " does not end: " + open);
    }
    append(text, template.substring(from), kept);
    return text.toString();
  }

  private static void append(StringBuilder text, String part, Deque<Boolean> kept) {
    if (kept.getFirst()) {
      text.append(part);
    }
  }

  private String expand(String place) {
    if (place.startsWith("now+")) {
      return dialect.plusMicros(now, ":" + place.substring("now+".length()));
    } else if (place.startsWith("of ")) {
      return dialect.lockOf(place.substring("of ".length()));
    } else if (place.startsWith("@")) {
      return quoted(tableName(place.substring(1)));
    }
    return switch (place) {
      case "now" -> now;
      case "live" -> quoted(SessionStatus::isLive);
      case "terminal" -> quoted(SessionStatus::isTerminal);
      case "known_statuses" -> quoted(status -> true);
      case "known_reasons" ->
          quoted(
              Arrays.stream(TerminationReason.values())
                  .filter(reason -> reason != TerminationReason.UNKNOWN)
                  .map(TerminationReason::wire));
      case "known_outcomes" ->
          quoted(
              Arrays.stream(OutcomeCategory.values())
                  .filter(outcome -> outcome != OutcomeCategory.UNKNOWN)
                  .map(OutcomeCategory::wire));
      case "json" -> dialect.jsonType();
      case "limit", "statuses" -> "{" + place + "}"; // filled in later
      default -> table(place);
    };
  }

  private static String quoted(Predicate<SessionStatus> isIncluded) {
    return quoted(SessionStatus.all().stream().filter(isIncluded).map(SessionStatus::wire));
  }

  private static String quoted(Stream<String> words) {
    return words.sorted().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
  }
}
