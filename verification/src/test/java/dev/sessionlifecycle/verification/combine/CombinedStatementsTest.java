package dev.sessionlifecycle.verification.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements for many callers on PostgreSQL: what they do, and what they leave out. */
class CombinedStatementsTest {
  private static final SettableClock CLOCK = SettableClock.create();
  private static HikariDataSource pool;
  private static JdbcSessionStore store;

  private Scenario scene;

  @BeforeAll
  static void open() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    config.setMaximumPoolSize(2);
    pool = new HikariDataSource(config);
    store =
        JdbcSessionStore.builder(pool)
            .schemaMode(SchemaMode.MIGRATE)
            .clock(StoreClock.of(CLOCK))
            .build();
  }

  @AfterAll
  static void close() {
    store.close();
    pool.close();
  }

  @BeforeEach
  void begin() {
    scene = Scenario.in(store, CLOCK);
  }

  @Test
  void ends_that_differ_in_all_but_the_chain_share_a_statement() throws SQLException {
    List<Session> sessions = open(4);
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333";
    List<CloseIntent> ends = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      ends.add(
          CloseIntent.builder(
                  Scenario.key(sessions.get(i)),
                  scene.now().plusSeconds(i),
                  scene.terms().withTraceParent(trace + i + "-01"))
              .reason(i % 2 == 0 ? TerminationReason.RESOLVED : TerminationReason.CALLEE_BUSY)
              .reportedReason("reported " + i)
              .triggeredBy("caller " + i)
              .build());
    }
    List<Optional<CloseReply>> replies = store.tryCloseAll(ends);
    for (int i = 0; i < 4; i++) {
      Session ended = ((CloseReply.Closed) replies.get(i).orElseThrow()).session();
      assertThat(ended).isEqualTo(scene.reload(sessions.get(i)));
      assertThat(ended.id()).isEqualTo(sessions.get(i).id());
      assertThat(ended.reason()).isEqualTo(ends.get(i).endReason().reason());
      assertThat(ended.reportedReason()).isEqualTo("reported " + i);
      assertThat(ended.triggeredBy()).isEqualTo("caller " + i);
      assertThat(ended.closedAt()).isEqualTo(ends.get(i).at());
      assertThat(trace(ended)).isEqualTo(trace + i + "-01");
      assertThat(store.chains().find(Scenario.key(ended))).isPresent();
    }
  }

  @Test
  void an_end_under_a_stored_policy_shares_the_general_statement() {
    Session kept = scene.open();
    store
        .policies()
        .define(
            scene.organizationId(),
            UUID.randomUUID(),
            RetentionPolicy.keepFor(Duration.ofDays(7)),
            true);
    scene.close(kept); // which the store remembers
    List<Session> sessions = open(2);
    List<Optional<CloseReply>> replies = store.tryCloseAll(ends(sessions));
    for (int i = 0; i < 2; i++) {
      Session ended = ((CloseReply.Closed) replies.get(i).orElseThrow()).session();
      assertThat(ended.retentionExpiresAt()).isEqualTo(scene.now().plus(Duration.ofDays(7)));
    }
  }

  @Test
  void ends_with_another_chain_or_of_no_live_session_are_left_out() {
    List<Session> sessions = open(3);
    scene.close(sessions.get(1));
    CloseIntent other =
        CloseIntent.builder(
                Scenario.key(sessions.get(2)),
                scene.now(),
                new CloseDefaults(
                    scene.terms().chains(), RetentionPolicy.keepFor(Duration.ofDays(1))))
            .build();
    CloseIntent missing =
        CloseIntent.builder(
                new SessionKey(scene.organizationId(), UUID.randomUUID()),
                scene.now(),
                scene.terms())
            .build();
    List<CloseIntent> ends = new ArrayList<>(ends(sessions.subList(0, 2)));
    ends.add(other);
    ends.add(missing);
    assertThat(store.tryCloseAll(ends))
        .extracting(Optional::isPresent)
        .containsExactly(true, false, false, false);
    assertThat(scene.reload(sessions.get(2)).isEnded()).isFalse();
  }

  @Test
  void a_session_that_another_transaction_has_locked_is_left_out_at_once() throws SQLException {
    List<Session> sessions = open(3);
    try (Connection other = pool.getConnection()) {
      other.setAutoCommit(false);
      store
          .joining(other)
          .append(scene.appending(sessions.get(1), scene.fromUser("within a transaction")));
      assertThat(store.tryAppendAll(appends(sessions)))
          .extracting(Optional::isPresent)
          .containsExactly(true, false, true);
      assertThat(store.tryTransitionAll(moves(sessions)))
          .extracting(Optional::isPresent)
          .containsExactly(true, false, true);
      assertThat(store.tryCloseAll(ends(sessions)))
          .extracting(Optional::isPresent)
          .containsExactly(true, false, true);
      other.rollback();
    }
    assertThat(scene.reload(sessions.get(1)).messageCount()).isZero();
    assertThat(scene.reload(sessions.get(1)).status()).isEqualTo(SessionStatus.ACTIVE);
    assertThat(store.tryCloseAll(ends(sessions.subList(1, 2))).get(0)).isPresent();
  }

  @Test
  void appends_return_the_message_of_each_caller() {
    List<Session> sessions = open(5);
    store.append(scene.appending(sessions.get(2), scene.fromUser("first")));
    List<AppendIntent> appends = appends(sessions);
    List<Optional<AppendReply>> replies = store.tryAppendAll(appends);
    for (int i = 0; i < 5; i++) {
      AppendReply.Appended done = (AppendReply.Appended) replies.get(i).orElseThrow();
      assertThat(done.messages()).hasSize(1);
      assertThat(done.messages().get(0).id()).isEqualTo(appends.get(i).messages().get(0).id());
      assertThat(done.messages().get(0).sequence()).isEqualTo(i == 2 ? 2 : 1);
      assertThat(store.messages(Scenario.key(sessions.get(i)), 0, 10))
          .endsWith(done.messages().get(0));
    }
  }

  @Test
  void a_message_that_is_stored_already_is_left_out_and_the_others_are_not() {
    List<Session> sessions = open(3);
    List<AppendIntent> appends = appends(sessions);
    store.append(appends.get(1));
    assertThat(store.tryAppendAll(appends))
        .extracting(Optional::isPresent)
        .containsExactly(true, false, true);
    assertThat(scene.reload(sessions.get(1)).messageCount()).isEqualTo(1);
    assertThat(scene.reload(sessions.get(2)).messageCount()).isEqualTo(1);
  }

  @Test
  void a_stored_message_whose_id_is_called_new_makes_the_statement_fail_and_do_nothing() {
    List<Session> sessions = open(3);
    List<AppendIntent> appends = appends(sessions).stream().map(AppendIntent::withNewIds).toList();
    store.append(appends.get(1));
    assertThatThrownBy(() -> store.tryAppendAll(appends)).isInstanceOf(StoreException.class);
    assertThat(scene.reload(sessions.get(0)).messageCount()).isZero();
    assertThat(scene.reload(sessions.get(1)).messageCount()).isEqualTo(1);
  }

  @Test
  void several_messages_and_messages_that_do_not_fit_are_left_out() {
    List<Session> sessions = open(3);
    AppendIntent two =
        scene.appending(sessions.get(1), scene.fromUser("one"), scene.fromAgent("two"));
    AppendIntent large =
        scene
            .appending(sessions.get(2), scene.fromUser("too long"))
            .within(new SessionBounds(10, 5));
    AppendIntent fits = scene.appending(sessions.get(0), scene.fromUser("fits"));
    assertThat(store.tryAppendAll(List.of(fits, two, large)))
        .extracting(Optional::isPresent)
        .containsExactly(true, false, false);
  }

  @Test
  void a_statement_that_the_database_refuses_has_done_nothing() {
    List<Session> sessions = open(2);
    Message refused = Message.fromUser("a\u0000b").withId(UUID.randomUUID()).at(scene.now());
    List<AppendIntent> appends =
        List.of(
            scene.appending(sessions.get(0), scene.fromUser("fits")),
            new AppendIntent(Scenario.key(sessions.get(1)), List.of(refused), scene.now()));
    assertThatThrownBy(() -> store.tryAppendAll(appends)).isInstanceOf(StoreException.class);
    assertThat(scene.reload(sessions.get(0)).messageCount()).isZero();
  }

  @Test
  void moves_to_several_statuses_share_a_statement() {
    List<Session> sessions =
        List.of(
            scene.open(draft -> draft.status(SessionStatus.QUEUED)),
            scene.open(draft -> draft.status(SessionStatus.RINGING)),
            scene.open(),
            scene.open(),
            scene.open());
    List<SessionStatus> to =
        List.of(
            SessionStatus.RINGING,
            SessionStatus.ACTIVE,
            SessionStatus.TRANSFERRED,
            SessionStatus.RINGING, // not allowed
            SessionStatus.ACTIVE); // it is active already
    List<TransitionIntent> moves = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      moves.add(
          new TransitionIntent(
              Scenario.key(sessions.get(i)),
              to.get(i),
              "caller " + i,
              scene.now(),
              Duration.ofSeconds(30 + i)));
    }
    List<Optional<TransitionReply>> replies = store.tryTransitionAll(moves);
    assertThat(replies)
        .extracting(Optional::isPresent)
        .containsExactly(true, true, true, false, false);
    for (int i = 0; i < 3; i++) {
      TransitionReply.Moved moved = (TransitionReply.Moved) replies.get(i).orElseThrow();
      assertThat(moved.from()).isEqualTo(sessions.get(i).status());
      assertThat(moved.session()).isEqualTo(scene.reload(sessions.get(i)));
      assertThat(moved.session().status()).isEqualTo(to.get(i));
      assertThat(store.history(Scenario.key(moved.session()), 1, 10))
          .extracting(it -> it.triggeredBy())
          .containsExactly("caller " + i);
    }
  }

  @Test
  void a_view_that_joins_a_transaction_gains_nothing_from_combining() throws SQLException {
    assertThat(store.combinedStatements()).isPositive();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      assertThat(store.joining(connection).combinedStatements()).isZero();
      connection.rollback();
    }
  }

  private List<Session> open(int count) {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sessions.add(scene.open());
    }
    return sessions;
  }

  private List<AppendIntent> appends(List<Session> sessions) {
    return sessions.stream().map(it -> scene.appending(it, scene.fromUser("hello"))).toList();
  }

  private List<TransitionIntent> moves(List<Session> sessions) {
    return sessions.stream().map(it -> scene.moving(it, SessionStatus.PAUSED)).toList();
  }

  private List<CloseIntent> ends(List<Session> sessions) {
    return sessions.stream()
        .map(it -> CloseIntent.builder(Scenario.key(it), scene.now(), scene.terms()).build())
        .toList();
  }

  private static String trace(Session session) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT traceparent FROM sl_chain WHERE session_id = ?")) {
      select.setObject(1, session.id());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
