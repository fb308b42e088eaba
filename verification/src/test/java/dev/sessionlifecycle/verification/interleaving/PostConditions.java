package dev.sessionlifecycle.verification.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SettleReply;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** What must hold after all actors have committed, in any order. */
final class PostConditions {
  private static final List<String> OF_A_SESSION =
      List.of("message", "history", "chain", "attempt", "eval_run");

  private final SessionStore store;
  private final Connection observer;

  PostConditions(SessionStore store, Connection observer) {
    this.store = store;
    this.observer = observer;
  }

  /**
   * Checks the conditions; {@code endedBefore} is whether the session had ended before any
   * operation.
   */
  void check(InterleavingFixture stage, boolean endedBefore, List<Object> replies)
      throws SQLException {
    Optional<Session> left = store.find(stage.key());
    oneWinner(left, replies, endedBefore);
    described(replies);
    onePurge(stage, left, replies);
    assertThat(leases(replies)).as("leases of one chain").isLessThanOrEqualTo(1);
    oneSettlement(left, replies);
    oneOwner(left, replies);
    if (left.isPresent()) {
      whole(stage.key(), left.get(), replies);
    } else {
      assertNothingLeft(stage.session().id());
    }
    if (replies.stream().anyMatch(PostConditions::isHold)) {
      DisposalReply after = (DisposalReply) Operation.PURGE.on(store, stage);
      assertThat(after.done()).as("gone in spite of a hold").isEmpty();
      assertThat(rows("guard", "organization_id", stage.scene().organizationId())).isOne();
    }
  }

  private static void oneSettlement(Optional<Session> left, List<Object> replies) {
    long settlements = of(replies, SettleReply.class).count();
    long settled = of(replies, SettleReply.class).filter(SettleReply.SETTLED::equals).count();
    assertThat(settled).isEqualTo(settlements == 0 ? 0 : 1);
    if (settled == 1 && left.isPresent()) {
      assertThat(left.get().finalizedAt()).isNotNull();
    }
  }

  /** Taking over an expired lease excludes its previous owner, and the other way round. */
  private static void oneOwner(Optional<Session> left, List<Object> replies) {
    long tries =
        replies.stream().filter(it -> it instanceof OptionalLong || it instanceof Boolean).count();
    long owners =
        replies.stream()
            .filter(
                it ->
                    it instanceof OptionalLong token ? token.isPresent() : it.equals(Boolean.TRUE))
            .count();
    boolean live = left.filter(it -> !it.isEnded()).isPresent();
    assertThat(owners).isLessThanOrEqualTo(1).isGreaterThanOrEqualTo(live && tries > 0 ? 1 : 0);
  }

  private static void oneWinner(Optional<Session> left, List<Object> replies, boolean endedBefore) {
    List<Session> winners =
        of(replies, CloseReply.Closed.class).map(CloseReply.Closed::session).toList();
    List<Session> read =
        of(replies, CloseReply.AlreadyEnded.class).map(CloseReply.AlreadyEnded::session).toList();
    long closes = of(replies, CloseReply.class).count();
    assertThat(winners).hasSize(closes == 0 || endedBefore ? 0 : 1);
    if (!winners.isEmpty()) {
      assertThat(read).allMatch(winners.get(0)::equals);
      left.ifPresent(it -> assertThat(winners.get(0)).isEqualTo(it));
    }
  }

  /** A reply with a version shows the session as it was at that version. */
  private static void described(List<Object> replies) {
    for (Object reply : replies) {
      sessionIn(reply)
          .ifPresent(
              it ->
                  assertThat(it.metadata())
                      .as("the metadata of version " + it.version() + " in " + reply)
                      .isEqualTo(it.version() == 1 ? Map.of() : InterleavingFixture.UPDATED));
    }
  }

  private static Optional<Session> sessionIn(Object reply) {
    if (!reply.getClass().isRecord()) {
      return Optional.empty();
    }
    return Stream.of(reply.getClass().getRecordComponents())
        .filter(component -> component.getType() == Session.class)
        .map(component -> (Session) read(reply, component.getAccessor()))
        .findFirst();
  }

  private static Object read(Object reply, Method accessor) {
    try {
      return accessor.invoke(reply);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private void onePurge(InterleavingFixture stage, Optional<Session> left, List<Object> replies) {
    long purges = of(replies, DisposalReply.class).filter(it -> !it.done().isEmpty()).count();
    assertThat(purges).isEqualTo(left.isPresent() ? 0 : 1);
    assertThat(store.disposals().receipts(stage.scene().organizationId(), null, 9))
        .hasSize((int) purges);
  }

  private void whole(SessionKey key, Session session, List<Object> replies) {
    List<HistoryEntry> history = store.history(key, 0, 99);
    assertThat(history.get(history.size() - 1).to()).isEqualTo(session.status());
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).sequence()).isEqualTo(i + 1);
      assertThat(history.get(i).from()).isEqualTo(i == 0 ? null : history.get(i - 1).to());
    }
    assertThat(history.stream().filter(it -> it.kind() == HistoryEntry.Kind.ENDED).count())
        .isEqualTo(session.isEnded() ? 1 : 0);
    assertThat(store.chains().find(key).isPresent()).isEqualTo(session.isEnded());
    assertThat(store.messages(key, 0, 99))
        .hasSize(session.messageCount())
        .hasSize((int) of(replies, AppendReply.Appended.class).count());
  }

  private void assertNothingLeft(UUID id) throws SQLException {
    for (String table : OF_A_SESSION) {
      assertThat(rows(table, "session_id", id)).as("rows left in " + table).isZero();
    }
    assertThat(rows("session_detail", "id", id)).isZero();
  }

  private int rows(String table, String column, UUID id) throws SQLException {
    String sql = "SELECT COUNT(*) FROM sl_" + table + " WHERE " + column + " = ?";
    try (PreparedStatement statement = observer.prepareStatement(sql)) {
      statement.setObject(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private static int leases(List<Object> replies) {
    return replies.stream().mapToInt(it -> it instanceof List<?> leases ? leases.size() : 0).sum();
  }

  private static boolean isHold(Object reply) {
    return reply instanceof Optional<?> optional
        && optional.filter(Hold.class::isInstance).isPresent();
  }

  private static <T> Stream<T> of(List<Object> replies, Class<T> type) {
    return replies.stream().filter(type::isInstance).map(type::cast);
  }
}
