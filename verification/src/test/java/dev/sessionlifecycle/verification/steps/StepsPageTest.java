package dev.sessionlifecycle.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about steps says for every text column what keeps personal data out of it. */
class StepsPageTest {
  private static final Pattern NAMED = Pattern.compile("`([a-z_]+\\.[a-z_]+)`");

  @Test
  void the_page_names_every_text_column_of_the_schema() throws Exception {
    String page = Files.readString(Path.of("../docs/steps.md"));
    String table = page.substring(page.indexOf("| column | covered by |"));
    Set<String> named = new TreeSet<>();
    NAMED
        .matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .forEach(it -> named.add(it.group(1)));
    assertThat(named).isEqualTo(textColumns());
  }

  private static Set<String> textColumns() throws Exception {
    Set<String> columns = new TreeSet<>();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (HikariDataSource source = new HikariDataSource(config)) {
      JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT table_name, column_name FROM information_schema.columns"
                      + " WHERE lower(table_schema) = 'public' AND data_type LIKE 'CHARACTER%'")) {
        while (rows.next()) {
          columns.add(
              (rows.getString(1).substring(3) + "." + rows.getString(2)).toLowerCase(Locale.ROOT));
        }
      }
    }
    return columns;
  }
}
