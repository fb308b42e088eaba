package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Errors of the database contain none of the data that was to be written, down to the last cause.
 */
class ContentInErrorsTest {
  private static final String PLANTED = "s3cret-content";

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_printed_error_contains_nothing_that_was_to_be_written(TestDatabase database)
      throws SQLException {
    try (HikariDataSource pool = database.pool(2)) {
      JdbcSessionStore store =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      Jdbi.create(pool)
          .useHandle(
              handle -> {
                handle.execute("ALTER TABLE sl_message ADD CHECK (role <> 'user')");
                handle.execute("ALTER TABLE sl_session_detail ADD CHECK (subject IS NULL)");
                handle.execute("ALTER TABLE sl_session ADD CHECK (reported_reason IS NULL)");
              });
      refuse(store, key);
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        refuse(store.joining(connection), key);
        connection.rollback();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_error_names_the_operation_of_the_store(TestDatabase database) throws SQLException {
    HikariDataSource pool = database.pool(2);
    JdbcSessionStore store = JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
    SessionKey key = SampleIntents.key();
    UUID id = key.organizationId();
    Map<String, Consumer<SessionStore>> calls = new LinkedHashMap<>();
    calls.put("SessionStore.open", it -> it.open(opening(true)));
    calls.put("SessionStore.openAll", it -> it.openAll(List.of(opening(false))));
    calls.put("SessionStore.append", it -> it.append(SampleIntents.append(key, PLANTED)));
    calls.put("SessionStore.close", it -> it.close(SampleIntents.reporting(key, PLANTED)));
    calls.put("SessionStore.find", it -> it.find(key));
    calls.put("ChainStore.backlog", it -> it.chains().backlog());
    calls.put("ChainStore.release", it -> it.chains().release(List.of(new LeaseRef(key, 1))));
    calls.put("OwnerStore.renew", it -> it.owners().renew(key, 1, Duration.ofSeconds(1)));
    calls.put("PolicyStore.findDefault", it -> it.policies().findDefault(id));
    calls.put("EvalStore.list", it -> it.evals().list(key, null, 1));
    calls.put("SweepStore.markAllDue", it -> it.sweeps().markAllDue(null, 1));
    calls.put("HoldStore.covering", it -> it.holds().covering(key));
    calls.put("DisposalStore.receipts", it -> it.disposals().receipts(id, null, 1));
    store.months().ifPresent(months -> calls.put("MonthStore.past", it -> months.past()));
    try (Connection closed = pool.getConnection()) {
      closed.setAutoCommit(false);
      SessionStore view = store.joining(closed);
      closed.close();
      pool.close();
      calls.forEach(
          (name, call) -> {
            assertThatThrownBy(() -> call.accept(store)).hasMessageStartingWith(name + " failed: ");
            if (!name.startsWith("Month")) {
              assertThatThrownBy(() -> call.accept(view))
                  .hasMessage(name + " failed: the connection to join is closed");
            }
          });
    }
  }

  private static void refuse(SessionStore store, SessionKey key) {
    calls(key)
        .forEach(
            (name, call) -> {
              StoreException error =
                  catchThrowableOfType(StoreException.class, () -> call.accept(store));
              assertThat(error).as(name).isNotNull();
              assertThat(error.isTransient()).as(name).isFalse();
              assertThat(error).as(name).hasMessageContaining("23");
              assertThat(error.getCause())
                  .as(name)
                  .isInstanceOfSatisfying(
                      SQLException.class,
                      cause -> {
                        assertThat(cause.getSQLState()).as(name).startsWith("23");
                        assertThat(cause.getStackTrace()).as(name).isNotEmpty();
                      })
                  .hasMessageContaining("Exception");
              assertThat(printed(error))
                  .as(name)
                  .contains("store.jdbc")
                  .doesNotContain(PLANTED)
                  .doesNotContain("INSERT")
                  .doesNotContain("UPDATE ");
            });
  }

  private static Map<String, Consumer<SessionStore>> calls(SessionKey key) {
    Message message = Message.fromUser(PLANTED).withId(UUID.randomUUID()).at(SampleIntents.AT);
    Message second = message.withId(UUID.randomUUID());
    AppendIntent one = new AppendIntent(key, List.of(message), SampleIntents.AT);
    AppendIntent two = new AppendIntent(key, List.of(message, second), SampleIntents.AT);
    Map<String, Consumer<SessionStore>> calls = new LinkedHashMap<>();
    calls.put("append", store -> store.append(one));
    calls.put("append two", store -> store.append(two));
    calls.put("append to many", store -> store.appendAll(List.of(two)));
    calls.put("open", store -> store.open(opening(false)));
    calls.put("open by external id", store -> store.open(opening(true)));
    calls.put("open many", store -> store.openAll(List.of(opening(false), opening(false))));
    calls.put("close", store -> store.close(SampleIntents.reporting(key, PLANTED)));
    calls.put(
        "close many", store -> store.closeAll(List.of(SampleIntents.reporting(key, PLANTED))));
    return calls;
  }

  private static OpenIntent opening(boolean isNamed) {
    OpenIntent plain = SampleIntents.open(SampleIntents.key());
    ExternalRef ref = isNamed ? new ExternalRef("crm", PLANTED + UUID.randomUUID()) : null;
    return new OpenIntent(
        SessionBuilder.of(plain.draft())
            .subject(PLANTED)
            .metadata(Map.of(PLANTED, PLANTED))
            .externalRef(ref)
            .build(),
        OpenPolicy.ALWAYS_NEW,
        PLANTED,
        null,
        null,
        plain.closeDefaults());
  }

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
