package dev.sessionlifecycle.verification.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.internal.connect.SchemaFiles;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The pages that list the tables and the errors of databases. With the system property {@code
 * sessionlifecycle.write} the list of tables is written into its page.
 */
class SchemaPageTest {
  private static final Path SCHEMA = Path.of("../docs/schema.md");
  private static final String HEAD = "## Every table\n";
  private static final int SESSIONS = 200;
  private static final int MESSAGES = 20;
  private static final Pattern SIZE = Pattern.compile("(\\d+) bytes");
  private static final Pattern COMMENTED =
      Pattern.compile("((?: *-- .*\\n)+) *(?:CREATE [A-Z ]*)?[{@]*(\\w+)");

  private static final Pattern ADDED =
      Pattern.compile("((?:-- .*\\n)+)ALTER TABLE [{](\\w+)} ADD COLUMN IF NOT EXISTS (\\w+)");

  @Test
  void the_page_lists_every_table_column_and_index_with_its_size() throws Exception {
    String text = Files.readString(SCHEMA);
    String generated = generated();
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      String kept = text.contains(HEAD) ? text.substring(0, text.indexOf(HEAD)) : text + "\n";
      text = kept + generated;
      Files.writeString(SCHEMA, text);
    }
    String listed = text.substring(text.indexOf(HEAD));
    assertThat(SIZE.matcher(listed).replaceAll("N bytes"))
        .as("with -Dsessionlifecycle.write=true this test writes the page")
        .isEqualTo(SIZE.matcher(generated).replaceAll("N bytes"));
    List<Integer> told = sizes(listed);
    List<Integer> measured = sizes(generated);
    for (int i = 0; i < told.size(); i++) {
      assertThat(told.get(i)).isBetween(measured.get(i) * 2 / 3 - 40, measured.get(i) * 3 / 2 + 40);
    }
  }

  @Test
  void the_page_lists_every_state_that_is_not_final() throws IOException {
    String page = Files.readString(Path.of("../docs/joining.md"));
    String rows =
        SqlErrors.RULES.stream()
            .map(
                rule ->
                    "| "
                        + String.join(", ", rule.states())
                        + " | "
                        + rule.cause()
                        + " | "
                        + rule.meaning().name().toLowerCase(Locale.ROOT)
                        + " |\n")
            .collect(Collectors.joining());
    assertThat(page).contains(rows);
  }

  private static List<Integer> sizes(String text) {
    return SIZE.matcher(text).results().map(it -> Integer.valueOf(it.group(1))).toList();
  }

  private static String generated() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    try (HikariDataSource pool = new HikariDataSource(config)) {
      fill(pool);
      try (Connection connection = pool.getConnection()) {
        SqlTemplates sql = new SqlTemplates(Dialect.of(connection), null, "sl_", true);
        return page(new SchemaFiles(sql, false), comments(), relations(connection));
      }
    }
  }

  private static String page(
      SchemaFiles files, Map<String, String> comments, Map<String, Long> sizes) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append(
        """

        On PostgreSQL, with what it takes there for each of %d ended sessions with %d messages of 200 characters and a chain of
        two steps. On H2 a text is a `varchar(1048576)`, JSON is text, and an index has no condition. The partitioned layout has the
        same columns and indexes.
        """
            .replaceFirst("%d", Integer.toString(SESSIONS))
            .replaceFirst("%d", Integer.toString(MESSAGES)));
    for (SchemaFiles.Table table : files.tables()) {
      String name = "sl_" + table.name();
      page.append("\n### ").append(name).append("\n\n");
      String comment = comments.getOrDefault(table.name(), "");
      page.append(comment).append(comment.isEmpty() ? "" : " ");
      page.append(bytes(sizes, name)).append(" a session, its key included.\n\n");
      page.append("| column | type | |\n|---|---|---|\n");
      for (SchemaFiles.Column column : table.columns()) {
        List<String> facts = new ArrayList<>();
        if (table.key().contains(column.name())) {
          facts.add("key " + (1 + table.key().indexOf(column.name())));
        } else if (!column.isRequired()) {
          facts.add("may be null");
        }
        String meaning = comments.get(table.name() + "." + column.name());
        String told =
            String.join(", ", facts)
                + (meaning == null ? "" : (facts.isEmpty() ? "" : ". ") + meaning);
        page.append("| `" + column.name() + "` | " + column.type() + " | " + told + " |\n");
      }
      List<SchemaFiles.Index> indexes =
          files.indexes().stream().filter(it -> it.table().equals(table.name())).toList();
      if (!indexes.isEmpty()) {
        page.append("\n| index | on | |\n|---|---|---|\n");
      }
      for (SchemaFiles.Index index : indexes) {
        String prefixed = "sl_" + index.name();
        String where = index.condition() == null ? "" : ", where `" + index.condition() + "`";
        page.append("| `" + prefixed + "` | " + String.join(", ", index.columns()) + where + " | ");
        page.append((index.isUnique() ? "unique, " : "") + bytes(sizes, prefixed) + " |\n");
      }
    }
    return page.toString();
  }

  private static String bytes(Map<String, Long> sizes, String name) {
    return sizes.getOrDefault(name, 0L) / SESSIONS + " bytes";
  }

  /** Returns the comments of the DDL: of tables by name, of columns by table and name. */
  private static Map<String, String> comments() throws IOException {
    Map<String, String> comments = new HashMap<>();
    String text = read("V1__sessions.sql");
    for (String part : text.split("(?=\\n(?:-- .*\\n)*CREATE TABLE)", 0)) {
      MatchResult table =
          Pattern.compile("CREATE TABLE IF NOT EXISTS \\{(\\w+)}")
              .matcher(part)
              .results()
              .findFirst()
              .orElse(null);
      if (table == null) {
        continue;
      }
      String head = part.substring(0, table.start());
      comments.put(table.group(1), plain(head));
      String body = part.substring(table.end(), part.indexOf("\n)"));
      COMMENTED
          .matcher(body)
          .results()
          .forEach(it -> comments.put(table.group(1) + "." + it.group(2), plain(it.group(1))));
    }
    ADDED
        .matcher(read("V2__additions.sql"))
        .results()
        .forEach(it -> comments.put(it.group(2) + "." + it.group(3), plain(it.group(1))));
    return comments;
  }

  private static String read(String file) throws IOException {
    String path = "/dev/sessionlifecycle/schema/postgresql/" + file;
    try (var in = SchemaFiles.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String plain(String comment) {
    return comment
        .lines()
        .map(String::strip)
        .filter(it -> it.startsWith("-- "))
        .map(it -> it.substring(3))
        .collect(Collectors.joining(" "));
  }

  /** Returns the sizes of the indexes, and of the tables with their keys and long values. */
  private static Map<String, Long> relations(Connection connection) throws SQLException {
    Map<String, Long> sizes = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT c.relname, CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid)
                  ELSE pg_table_size(c.oid) + (SELECT sum(pg_relation_size(i.indexrelid))
                    FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) END
                FROM pg_class c WHERE c.relname LIKE 'sl%' AND c.relkind IN ('r', 'i')\
                """)) {
      while (rows.next()) {
        sizes.put(rows.getString(1), rows.getLong(2));
      }
    }
    return sizes;
  }

  private static void fill(HikariDataSource pool) throws SQLException {
    FinalizeStep scrub = FinalizeStep.of("scrub", context -> StepOutcome.done());
    FinalizeStep notify = FinalizeStep.of("notify", context -> StepOutcome.done());
    try (JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store)
                .finalizeWith(FinalizeChain.first(scrub).then(notify))
                .build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      for (int i = 0; i < SESSIONS; i++) {
        UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).session().id();
        List<Message> messages = new ArrayList<>();
        for (int turn = 0; turn < MESSAGES; turn++) {
          messages.add(Message.fromUser("what a user says ".repeat(12).substring(0, 200)));
        }
        sessions.append(id, messages);
        sessions.close(id, "resolved");
      }
      lifecycle.finalizer().runDue(SESSIONS);
    }
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM FULL");
    }
  }
}
