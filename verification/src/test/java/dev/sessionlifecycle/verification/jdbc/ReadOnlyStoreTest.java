package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store that only reads: it answers like the other, and refuses whatever changes something. */
@Tag("long")
class ReadOnlyStoreTest {
  private final DataSource source = PostgresServer.shared().createDatabase().dataSource();
  private final UUID organization = UUID.randomUUID();
  private SessionLifecycle writing;
  private SessionLifecycle reading;
  private UUID ended;
  private UUID live;

  @BeforeEach
  void open() {
    writing =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build())
            .build();
    reading = SessionLifecycle.builder(JdbcSessionStore.readOnly(source)).build();
    OrganizationSessions sessions = writing.organization(organization);
    ended = sessions.open(SessionRequest.on("chat", new UUID(1, 1))).orThrow().id();
    sessions.append(ended, Message.fromUser("hello"));
    sessions.close(ended, "resolved");
    live = sessions.open(SessionRequest.on("chat", new UUID(1, 2))).orThrow().id();
  }

  @AfterEach
  void close() {
    reading.close();
    writing.close();
  }

  @Test
  void it_reads_what_the_writing_store_reads() {
    OrganizationSessions there = writing.organization(organization);
    OrganizationSessions here = reading.organization(organization);
    assertThat(here.get(ended)).isEqualTo(there.get(ended));
    assertThat(here.messages(ended)).isEqualTo(there.messages(ended)).hasSize(1);
    assertThat(here.history(ended)).isEqualTo(there.history(ended)).hasSize(2);
    assertThat(here.list(SessionFilter.all(), null, 10).items()).hasSize(2);
    assertThat(here.count(SessionFilter.inStatus(SessionStatus.CLOSED)))
        .isEqualTo(there.count(SessionFilter.inStatus(SessionStatus.CLOSED)));
    assertThat(reading.finalizer().snapshot()).isNotNull();
    assertThat(reading.finalizer().parked(organization)).isEmpty();
  }

  @Test
  void it_refuses_every_change_and_leaves_nothing() {
    OrganizationSessions here = reading.organization(organization);
    List<ThrowingCallable> changes =
        List.of(
            () -> here.open(SessionRequest.on("chat", new UUID(1, 3))),
            () -> here.append(live, Message.fromUser("hello")),
            () -> here.transition(live, SessionStatus.PAUSED),
            () -> here.update(live, 1, SessionUpdate.nothing().withSubject("other")),
            () -> here.close(live, "resolved"),
            () -> here.enrich(ended, EndRequest.reported("resolved")),
            () -> here.bulk().close(List.of(live), EndRequest.reported("resolved")),
            () -> reading.retention(organization).erase(new UUID(1, 1), "admin"));
    for (ThrowingCallable change : changes) {
      assertThatThrownBy(change)
          .isInstanceOfSatisfying(
              StoreException.class, error -> assertThat(error.isTransient()).isFalse())
          .hasMessageContaining("read-only");
    }
    assertThat(writing.organization(organization).list(SessionFilter.all(), null, 10).items())
        .hasSize(2);
    assertThat(writing.organization(organization).get(live).isEnded()).isFalse();
  }

  @Test
  void migrating_and_databases_without_read_only_transactions_are_refused() {
    assertThatThrownBy(
            () ->
                JdbcSessionStore.builder(source).readOnly().schemaMode(SchemaMode.MIGRATE).build())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("schema_mode");
    JdbcDataSource h2 = new JdbcDataSource();
    h2.setURL("jdbc:h2:mem:" + UUID.randomUUID());
    assertThatThrownBy(() -> JdbcSessionStore.readOnly(h2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("read_only");
  }
}
