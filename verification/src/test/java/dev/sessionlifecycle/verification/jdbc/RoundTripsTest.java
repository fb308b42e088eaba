package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many statements a call for a hundred sessions sends to PostgreSQL; a batch counts as one. */
class RoundTripsTest {
  private static final int MANY = 100;

  private final HikariDataSource pool = TestDatabase.POSTGRESQL.pool(1);
  private final RecordedStatements heard = new RecordedStatements();
  private final UUID organization = UUID.randomUUID();
  private JdbcSessionStore store;

  @BeforeEach
  void open() {
    store = JdbcSessionStore.builder(heard.on(pool)).schemaMode(SchemaMode.MIGRATE).build();
    store.chains().register(SampleIntents.SHAPE);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void a_hundred_sessions_are_opened_appended_to_and_ended_in_few_statements() {
    List<SessionKey> keys =
        IntStream.range(0, MANY)
            .mapToObj(i -> new SessionKey(organization, UUID.randomUUID()))
            .toList();
    List<OpenIntent> opens = keys.stream().map(SampleIntents::open).toList();
    List<AppendIntent> appends =
        keys.stream().map(key -> SampleIntents.append(key, "hello")).toList();
    List<CloseIntent> ends = keys.stream().map(SampleIntents::close).toList();
    sends(5, () -> store.openAll(opens), OpenResult.Opened.class);
    sends(3, () -> store.appendAll(appends), AppendReply.Appended.class);
    sends(2, () -> store.appendAll(appends), AppendReply.Appended.class);
    sends(1, () -> store.closeAll(ends), CloseReply.Closed.class);
    sends(3, () -> store.closeAll(ends), CloseReply.AlreadyEnded.class);
  }

  @Test
  void a_hundred_ends_on_distributed_tables_are_a_statement_for_each_table() {
    JdbcSessionStore distributed =
        JdbcSessionStore.builder(heard.on(pool))
            .schemaMode(SchemaMode.NONE)
            .tableLayout(TableLayout.DISTRIBUTED)
            .build();
    List<SessionKey> keys =
        IntStream.range(0, MANY)
            .mapToObj(i -> new SessionKey(organization, UUID.randomUUID()))
            .toList();
    store.openAll(keys.stream().map(SampleIntents::open).toList());
    List<CloseIntent> ends = keys.stream().map(SampleIntents::close).toList();
    // The time, the lock, and a statement each for the sessions, their history and their chains.
    sends(5, () -> distributed.closeAll(ends), CloseReply.Closed.class);
    // The time, the lock, and the details, which steps may have changed since.
    sends(3, () -> distributed.closeAll(ends), CloseReply.AlreadyEnded.class);
  }

  @Test
  void external_ids_add_few_statements() {
    List<OpenIntent> first = named();
    sends(8, () -> store.openAll(first), OpenResult.Opened.class);
    sends(1, () -> store.openAll(first), OpenResult.Reused.class);
    sends(3, () -> store.openAll(named()), OpenResult.Reused.class);
  }

  @Test
  void a_close_is_one_statement_at_most_ten_calls_from_the_front_door() {
    assertThat(callsOfClose(SessionLifecycle.builder(store))).isBetween(1, 10);
  }

  @Test
  void writers_are_combined_unless_the_host_says_otherwise() {
    assertThat(callsOfClose(SessionLifecycle.builder(store)))
        .isEqualTo(callsOfClose(SessionLifecycle.builder(store).combineWriters(2)))
        .isGreaterThan(callsOfClose(SessionLifecycle.builder(store).combineWriters(0)));
  }

  /** Returns how many nested calls lead from a close to its only statement. */
  private int callsOfClose(SessionLifecycleBuilder builder) {
    OrganizationSessions sessions = builder.build().organization(organization);
    UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
    heard.take();
    assertThat(sessions.close(id, "user_requested").isWinner()).isTrue();
    assertThat(heard.take()).hasSize(1);
    return heard.calls();
  }

  private List<OpenIntent> named() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> SampleIntents.named(organization, "call-" + i))
        .toList();
  }

  private <T> void sends(int most, Supplier<List<T>> call, Class<? extends T> answer) {
    heard.take();
    List<T> answers = call.get();
    assertThat(answers).hasSize(MANY).hasOnlyElementsOfType(answer);
    assertThat(heard.take()).hasSizeBetween(1, most);
  }
}
