package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spring.SpringSessions;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Which store is built, on which data source, and what is said if none can be. */
@ExtendWith(OutputCaptureExtension.class)
class StoreConfigurationTest {

  @TempDir Path folder;

  private static DataSource pool(String name) {
    return JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoDataSources {
    @Bean
    DataSource orders() {
      return pool("orders" + UUID.randomUUID());
    }

    @Bean
    DataSource calls() {
      return pool("calls" + UUID.randomUUID());
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class MarkedDataSource {
    @Bean
    @Primary
    DataSource orders() {
      return pool("orders" + UUID.randomUUID());
    }

    @Bean
    @SessionLifecycleDataSource
    DataSource calls() {
      return pool("calls" + UUID.randomUUID());
    }
  }

  @Test
  void sessions_are_in_memory_with_a_warning_where_there_is_no_data_source(CapturedOutput output) {
    Contexts.starter()
        .run(
            context -> {
              assertThat(context.getBean(SessionStore.class))
                  .isInstanceOf(InMemorySessionStore.class);
              assertThat(context.getBean(Organizations.class))
                  .isSameAs(context.getBean(SessionLifecycle.class));
            });
    assertThat(output).contains("WARN", "sessions are stored in memory");
  }

  @Test
  @Tag("long")
  void memory_on_request_is_no_warning(CapturedOutput output) {
    Contexts.withDatabase()
        .withPropertyValues("session-lifecycle.store.type=memory")
        .run(
            context ->
                assertThat(context.getBean(SessionStore.class))
                    .isInstanceOf(InMemorySessionStore.class));
    assertThat(output).doesNotContain("sessions are stored in memory");
  }

  @Test
  void nothing_is_configured_if_it_is_not_enabled() {
    Contexts.withDatabase()
        .withPropertyValues("session-lifecycle.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(SessionLifecycle.class));
  }

  @Test
  @Tag("long")
  void store_of_its_own_is_an_h2_file() {
    Contexts.starter()
        .withPropertyValues(
            "session-lifecycle.store.type=h2",
            "session-lifecycle.store.path=" + folder.resolve("calls").toAbsolutePath())
        .run(
            context -> {
              assertThat(context.getBean(Organizations.class)).isInstanceOf(SessionLifecycle.class);
              assertThat(folder).isDirectoryContaining("glob:**calls.mv.db");
            });
  }

  @Test
  void ambiguous_data_sources_fail_with_their_names() {
    Contexts.starter()
        .withUserConfiguration(TwoDataSources.class)
        .run(
            context -> {
              FailureAnalysis analysis = ambiguous(context);
              assertThat(analysis.getDescription()).contains("- orders", "- calls");
              assertThat(analysis.getAction())
                  .contains("session-lifecycle.store.datasource", "@SessionLifecycleDataSource");
            });
    Contexts.starter()
        .withUserConfiguration(TwoDataSources.class)
        .withPropertyValues("session-lifecycle.store.datasource=callz")
        .run(
            context ->
                assertThat(ambiguous(context).getDescription())
                    .contains("'callz'", "- orders", "- calls"));
  }

  private static FailureAnalysis ambiguous(AssertableApplicationContext context) {
    assertThat(context).hasFailed();
    return new AmbiguousDataSourceFailureAnalyzer().analyze(context.getStartupFailure());
  }

  @Test
  void data_source_is_chosen_by_its_name_or_its_mark() {
    Contexts.starter()
        .withUserConfiguration(TwoDataSources.class)
        .withPropertyValues("session-lifecycle.store.datasource=calls")
        .run(context -> assertStoredIn(context, "calls", "orders"));
    Contexts.starter()
        .withUserConfiguration(MarkedDataSource.class)
        .run(context -> assertStoredIn(context, "calls", "orders"));
    Contexts.starter()
        .withUserConfiguration(MarkedDataSource.class)
        .withPropertyValues("session-lifecycle.store.datasource=orders")
        .run(context -> assertStoredIn(context, "orders", "calls"));
  }

  private static void assertStoredIn(
      AssertableApplicationContext context, String name, String other) throws SQLException {
    assertThat(context).hasNotFailed();
    assertThat(context.getBean(Organizations.class)).isInstanceOf(SpringSessions.class);
    assertThat(hasTables(context.getBean(name, DataSource.class))).isTrue();
    assertThat(hasTables(context.getBean(other, DataSource.class))).isFalse();
  }

  private static boolean hasTables(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        var tables = connection.getMetaData().getTables(null, null, "%", null)) {
      while (tables.next()) {
        if (tables.getString("TABLE_NAME").equalsIgnoreCase("sl_session")) {
          return true;
        }
      }
      return false;
    }
  }

  @Test
  void given_data_source_is_validated_and_the_failure_has_the_sql_to_run() {
    String url = "jdbc:h2:file:" + folder.resolve("given").toAbsolutePath();
    Contexts.withDatabase(url)
        .run(
            context -> {
              assertThat(context).hasFailed();
              FailureAnalysis analysis =
                  new StoreNotUsableFailureAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis.getDescription()).contains("the database has none of the tables");
              assertThat(analysis.getAction())
                  .contains("session-lifecycle.store.schema-mode=migrate", "CREATE TABLE");
              execute(url, sql(analysis));
            });
    Contexts.withDatabase(url).run(context -> assertThat(context).hasNotFailed());
  }

  private static String sql(FailureAnalysis analysis) {
    return analysis.getAction().substring(analysis.getAction().indexOf("\n\n"));
  }

  private static void execute(String url, String sql) throws SQLException {
    DataSource source = JdbcConnectionPool.create(url, "", "");
    assertThat(hasTables(source)).isFalse();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } finally {
      ((JdbcConnectionPool) source).dispose();
    }
  }

  @Test
  @Tag("long")
  void given_data_source_is_migrated_if_the_property_says_so() {
    Contexts.withDatabase("jdbc:h2:file:" + folder.resolve("migrated").toAbsolutePath())
        .withPropertyValues("session-lifecycle.store.schema-mode=migrate")
        .run(context -> assertThat(hasTables(context.getBean(DataSource.class))).isTrue());
  }

  @Test
  @Tag("long")
  void unusable_setting_is_named_without_its_value() {
    ApplicationContextRunner application = Contexts.withDatabase();
    application
        .withPropertyValues("session-lifecycle.store.external-id-secret=c2VjcmV0!!")
        .run(
            context ->
                assertThat(unusable(context).getDescription())
                    .contains("external_id_secret", "Base64")
                    .doesNotContain("c2VjcmV0"));
    application
        .withPropertyValues("session-lifecycle.store.lock-timeout=3s")
        .run(context -> assertThat(unusable(context).getDescription()).contains("timeouts"));
    application
        .withPropertyValues("session-lifecycle.store.type=postgresql")
        .run(
            context ->
                assertThat(unusable(context).getDescription())
                    .contains("session-lifecycle.store.url"));
  }

  private static FailureAnalysis unusable(AssertableApplicationContext context) {
    assertThat(context).hasFailed();
    return new StoreNotUsableFailureAnalyzer().analyze(context.getStartupFailure());
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnStore {
    @Bean
    SessionStore calls(DataSource source) {
      return JdbcSessionStore.builder(source)
          .tablePrefix("own_")
          .schemaMode(dev.sessionlifecycle.store.jdbc.SchemaMode.MIGRATE)
          .build();
    }
  }

  @Test
  void store_of_the_application_takes_precedence() {
    Contexts.withDatabase()
        .withUserConfiguration(OwnStore.class)
        .run(
            context -> {
              assertThat(hasTables(context.getBean(DataSource.class))).isFalse();
              Organizations organizations = context.getBean(Organizations.class);
              assertThat(organizations).isInstanceOf(SpringSessions.class);
              organizations
                  .organization(new UUID(0, 1))
                  .open(SessionRequest.on("chat", new UUID(0, 2)))
                  .orThrow();
            });
  }

  /** Keeps the store of a context that fails. */
  private static final class KeepsTheStore implements BeanPostProcessor {
    private final AtomicReference<SessionStore> kept = new AtomicReference<>();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      if (bean instanceof SessionStore store) {
        kept.set(store);
      }
      return bean;
    }
  }

  @Test
  void store_is_closed_if_the_lifecycle_cannot_be_built() {
    KeepsTheStore store = new KeepsTheStore();
    Contexts.starter()
        .withPropertyValues(
            "session-lifecycle.store.type=h2",
            "session-lifecycle.store.path=" + folder.resolve("calls").toAbsolutePath())
        .withInitializer(context -> context.getBeanFactory().addBeanPostProcessor(store))
        .withBean(
            SessionLifecycleBuilderCustomizer.class,
            () ->
                builder -> {
                  throw new IllegalStateException("no lifecycle");
                })
        .run(context -> assertThat(context).getFailure().rootCause().hasMessage("no lifecycle"));
    SessionKey any = new SessionKey(new UUID(0, 1), new UUID(0, 2));
    assertThatThrownBy(() -> store.kept.get().find(any))
        .rootCause()
        .hasMessageContaining("disposed");
  }
}
