package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of a database on which a store works, and those for which it is refused. */
@Tag("long")
class DatabaseKindsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATABASE_TO_UPPER=FALSE",
        "DATABASE_TO_LOWER=TRUE",
        "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "MODE=MySQL;DATABASE_TO_LOWER=TRUE",
        "MODE=LEGACY",
        "MODE=MariaDB",
        "MODE=DB2",
        "MODE=HSQLDB",
      })
  void a_store_works_on_h2_with_other_foldings_and_modes(String settings) {
    try (HikariDataSource pool = h2(settings)) {
      for (String schema : List.of("public", "tenant", "Tenant-A")) {
        for (SchemaMode mode : List.of(SchemaMode.MIGRATE, SchemaMode.VALIDATE)) {
          JdbcSessionStore store =
              JdbcSessionStore.builder(pool).schema(schema).schemaMode(mode).build();
          SessionKey key = SampleIntents.key();
          store.open(SampleIntents.open(key));
          store.append(SampleIntents.append(key, "hello"));
          store.close(SampleIntents.close(key));
          assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
          assertThat(store.chains().find(key)).isPresent();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Oracle", "MSSQLServer", "Derby", "STRICT"})
  void a_compatibility_mode_that_the_store_cannot_use_is_refused_by_name(String mode) {
    try (HikariDataSource pool = h2("MODE=" + mode)) {
      assertThat(refusal(pool)).hasMessageContaining("compatibility mode is " + mode);
    }
  }

  @Test
  void an_old_information_schema_is_refused_by_name() {
    try (HikariDataSource pool = h2("OLD_INFORMATION_SCHEMA=TRUE")) {
      assertThat(refusal(pool)).hasMessageContaining("OLD_INFORMATION_SCHEMA");
    }
  }

  /** Each setting changes what two texts are to the database, or what it lets a statement say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IGNORECASE=TRUE | IGNORECASE FALSE",
        "COLLATION=ENGLISH STRENGTH PRIMARY | COLLATION OFF",
        "COLLATION=GERMAN STRENGTH SECONDARY | COLLATION OFF",
        "ALLOW_LITERALS=NONE | ALLOW_LITERALS ALL",
        "ALLOW_LITERALS=NUMBERS | ALLOW_LITERALS ALL",
      })
  void a_setting_that_the_store_cannot_use_is_refused_before_anything_is_made(
      String setting, String remedy) throws SQLException {
    String name = UUID.randomUUID().toString();
    String url = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1;";
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2))) {
      try (Connection connection = pool.getConnection()) {
        connection.createStatement().execute("SET " + setting.replace("=", " "));
      }
      assertThat(refusal(pool)).hasMessageContaining("SET " + remedy);
      try (Connection connection = pool.getConnection();
          ResultSet tables = connection.getMetaData().getTables(null, "PUBLIC", "%", null)) {
        assertThat(tables.next()).isFalse();
        connection.createStatement().execute("SET " + remedy);
      }
      JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pg_catalog, public", "pg_catalog", "information_schema", "app, public"})
  void a_schema_that_can_hold_no_tables_is_named_with_the_way_out(String path) throws SQLException {
    String url = TestDatabase.POSTGRESQL.url();
    String role = "r" + System.nanoTime();
    try (HikariDataSource admin = new HikariDataSource(TestDatabase.config(url, 1));
        Connection connection = admin.getConnection()) {
      connection
          .createStatement()
          .execute(
              "CREATE SCHEMA app; CREATE ROLE "
                  + role
                  + " LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA app TO "
                  + role);
      HikariConfig config = TestDatabase.config(url.replaceAll("[?].*", ""), 1);
      config.setUsername(role);
      config.setPassword("x");
      config.setConnectionInitSql("SET search_path = " + path);
      String schema = path.replaceAll(",.*", "");
      try (HikariDataSource pool = new HikariDataSource(config)) {
        assertThat(refusal(pool))
            .hasMessageContaining("\"" + schema + "\"")
            .hasMessageContaining("schema(…)")
            .hasMessageContaining("schemaSql()");
      }
      connection.createStatement().execute("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void a_connection_without_a_schema_is_refused_with_the_way_out() {
    String url = TestDatabase.POSTGRESQL.url();
    HikariConfig config = TestDatabase.config(url, 1);
    config.setConnectionInitSql("SET search_path = ''");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      assertThatThrownBy(
              () -> JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
          .hasMessageContaining("schema(…)");
    }
  }

  @Test
  void an_h2_that_is_too_old_is_refused_by_its_version() {
    try (HikariDataSource pool = h2("MODE=REGULAR")) {
      for (String version : List.of("1.4.200 (2019-10-14)", "2.1.214 (2022-06-13)", "2.0.206")) {
        assertThat(refusal(withVersion(pool, version)))
            .hasMessageContaining(version)
            .hasMessageContaining("H2 2.2");
      }
      JdbcSessionStore.builder(withVersion(pool, "2.10.1"))
          .schemaMode(SchemaMode.MIGRATE)
          .build()
          .close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LATIN1", "WIN1252", "SQL_ASCII", "EUC_JP"})
  void an_encoding_that_cannot_hold_every_text_is_refused(String encoding) throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    String name = "e" + UUID.randomUUID().toString().replace("-", "");
    try (Connection admin = DriverManager.getConnection(url)) {
      admin
          .createStatement()
          .execute(
              "CREATE DATABASE "
                  + name
                  + " ENCODING '"
                  + encoding
                  + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
      String other = url.replaceAll("/[^/?]+([?]|$)", "/" + name + "$1");
      try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(other, 1))) {
        assertThat(refusal(pool)).hasMessageContaining(encoding).hasMessageContaining("UTF8");
      }
      admin.createStatement().execute("DROP DATABASE " + name);
    }
  }

  /** A native image contains only the resources that a jar names. */
  @Test
  void every_resource_is_named_for_native_images() throws IOException {
    for (String module : List.of("store-jdbc", "core")) {
      Path resources = Path.of("..", module, "src/main/resources");
      Path config =
          resources.resolve(
              "META-INF/native-image/dev.sessionlifecycle/session-lifecycle-"
                  + module
                  + "/resource-config.json");
      List<Pattern> patterns =
          Pattern.compile("\"pattern\": \"([^\"]+)\"")
              .matcher(Files.readString(config))
              .results()
              .map(it -> Pattern.compile(it.group(1).replace("\\\\", "\\")))
              .toList();
      try (Stream<Path> files = Files.walk(resources)) {
        assertThat(
                files.filter(Files::isRegularFile).map(it -> resources.relativize(it).toString()))
            .filteredOn(name -> !name.startsWith("META-INF"))
            .isNotEmpty()
            .allMatch(name -> patterns.stream().anyMatch(it -> it.matcher(name).matches()));
      }
    }
  }

  private static HikariDataSource h2(String settings) {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;" + settings;
    return new HikariDataSource(TestDatabase.config(url, 2));
  }

  private static StoreException refusal(DataSource source) {
    StoreException refusal =
        catchThrowableOfType(
            StoreException.class,
            () -> JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build());
    assertThat(refusal).isNotNull();
    assertThat(refusal.isTransient()).isFalse();
    return refusal;
  }

  /** Returns a data source whose database says that it has this version. */
  private static DataSource withVersion(DataSource source, String version) {
    return proxy(
        DataSource.class,
        source,
        connection ->
            connection instanceof Connection real
                ? proxy(
                    Connection.class,
                    real,
                    data ->
                        data instanceof DatabaseMetaData metaData
                            ? proxy(
                                DatabaseMetaData.class,
                                metaData,
                                value -> String.valueOf(value).startsWith("2.4") ? version : value)
                            : data)
                : connection);
  }

  private interface Replacement {
    Object of(Object answer);
  }

  private static <T> T proxy(Class<T> type, T real, Replacement change) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(real, arguments);
                return answer == null ? null : change.of(answer);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
