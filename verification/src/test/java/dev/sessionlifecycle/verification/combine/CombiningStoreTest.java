package dev.sessionlifecycle.verification.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.internal.combine.CombiningStore;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.combine.FailingStatements.When;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers get whose common statement fails, before or after it was committed. */
@Timeout(60)
class CombiningStoreTest {
  private static final StoreException BROKEN =
      new StoreException("the connection is broken", true, "08006", null);
  private static final StoreException NO_CONNECTION =
      new StoreException("no connection could be had", true, null);

  private static final Message ANY =
      Message.fromUser("any").withId(UUID.randomUUID()).at(SettableClock.START);

  private final SettableClock clock = SettableClock.create();
  private final SessionStore plain = InMemorySessionStore.create(clock);
  private final Scenario scene = Scenario.in(plain, clock);
  private final FailingStatements failing = new FailingStatements(plain);
  private final SessionStore store = CombiningStore.of(failing.store(), 1, Duration.ofHours(1));
  private final Session one = scene.open();
  private final Session other = scene.open();

  @Test
  void ends_whose_statement_was_committed_are_reported_to_those_who_made_them() {
    failing.fail(When.AFTER, BROKEN);
    List<CloseReply> replies = both(store::close, end(one, "one"), end(other, "other"));
    assertThat(closed(replies.get(0))).isEqualTo(scene.reload(one));
    assertThat(closed(replies.get(1))).isEqualTo(scene.reload(other));
    assertThat(scene.reload(one).triggeredBy()).isEqualTo("one");
    assertThat(scene.reload(other).triggeredBy()).isEqualTo("other");
    assertThat(failing.failures()).isOne();
  }

  @Test
  void ends_whose_statement_had_no_effect_are_made_by_themselves() {
    failing.fail(When.BEFORE, BROKEN);
    List<CloseReply> replies = both(store::close, end(one, "one"), end(other, "other"));
    assertThat(closed(replies.get(0))).isEqualTo(scene.reload(one));
    assertThat(closed(replies.get(1))).isEqualTo(scene.reload(other));
  }

  @Test
  void an_end_by_another_is_not_mistaken_for_ones_own() {
    Session ended = scene.close(one);
    clock.advance(Duration.ofSeconds(1));
    failing.fail(When.AFTER, BROKEN);
    List<CloseReply> replies = both(store::close, end(one, "late"), end(other, "other"));
    assertThat(replies.get(0)).isEqualTo(new CloseReply.AlreadyEnded(ended));
    assertThat(closed(replies.get(1))).isEqualTo(scene.reload(other));
  }

  @Test
  void an_end_that_may_be_ones_own_or_not_is_an_error_that_says_so() {
    CloseIntent early = end(one, "one"); // before the last change of the session
    clock.advance(Duration.ofSeconds(1));
    scene.append(one, scene.fromUser("later"));
    failing.fail(When.AFTER, BROKEN);
    List<Waiting<CloseReply>> calls =
        behind(() -> store.close(early), () -> store.close(end(other, "other")));
    assertThatThrownBy(calls.get(0)::get)
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isTransient()).isTrue())
        .hasMessageContaining("it is not known whether this call has ended the session")
        .hasCause(BROKEN);
    assertThat(closed(calls.get(1).get())).isEqualTo(scene.reload(other));
  }

  @Test
  void an_end_by_another_at_the_same_time_may_be_ones_own_after_a_scrub() {
    scene.close(one);
    failing.fail(When.BEFORE, BROKEN);
    List<Waiting<CloseReply>> calls =
        behind(() -> store.close(end(one, "one")), () -> store.close(end(other, "other")));
    assertThat(error(calls.get(0))).hasMessageContaining("it is not known");
    assertThat(closed(calls.get(1).get())).isEqualTo(scene.reload(other));
  }

  @Test
  void a_message_whose_statement_was_committed_is_stored_once() {
    failing.fail(When.AFTER, BROKEN);
    AppendIntent first = scene.appending(one, scene.fromUser("first"));
    AppendIntent second = scene.appending(other, scene.fromUser("second"));
    List<AppendReply> replies = both(store::append, first, second);
    assertThat(replies.get(0))
        .isEqualTo(new AppendReply.Appended(plain.messages(Scenario.key(one), 0, 10)));
    assertThat(replies.get(1))
        .isEqualTo(new AppendReply.Appended(plain.messages(Scenario.key(other), 0, 10)));
    assertThat(scene.reload(one).messageCount()).isOne();
    assertThat(scene.reload(other).messageCount()).isOne();
  }

  @Test
  void a_move_whose_statement_was_committed_is_reported_and_made_once() {
    failing.combineMoves();
    failing.fail(When.AFTER, BROKEN);
    List<TransitionReply> replies = both(store::transition, move(one, "one"), move(other, "other"));
    assertThat(replies).containsExactly(moved(one), moved(other));
    assertThat(moves(one)).hasSize(1);
    assertThat(moves(other)).hasSize(1);
  }

  @Test
  void a_move_whose_statement_was_committed_has_one_event() {
    List<UUID> events = new CopyOnWriteArrayList<>();
    OrganizationSessions sessions =
        SessionLifecycle.builder(store)
            .clock(clock)
            .listener(
                new SessionListener() {
                  @Override
                  public void moved(Session session, SessionStatus from) {
                    events.add(session.id());
                  }
                })
            .build()
            .organization(scene.organizationId());
    failing.combineMoves();
    failing.fail(When.AFTER, BROKEN);
    behind(
            () -> sessions.transition(one.id(), SessionStatus.PAUSED, "one", null),
            () -> sessions.transition(other.id(), SessionStatus.PAUSED, "other", null))
        .forEach(Waiting::get);
    assertThat(events).containsExactlyInAnyOrder(one.id(), other.id());
  }

  @Test
  void a_session_that_was_moved_on_is_not_moved_back() {
    failing.combineMoves();
    failing.fail(When.AFTER, BROKEN);
    failing.meanwhile(
        () -> {
          clock.advance(Duration.ofSeconds(1));
          scene.move(one, SessionStatus.ACTIVE);
        });
    List<Waiting<TransitionReply>> calls =
        behind(
            () -> store.transition(move(one, "one")), () -> store.transition(move(other, "other")));
    StoreException error = error(calls.get(0));
    assertThat(error.isTransient()).isTrue();
    assertThat(error.sqlState()).contains("08006");
    assertThat(error)
        .hasMessageContaining("it is not known whether this call has moved the session")
        .hasCause(BROKEN);
    assertThat(calls.get(1).get()).isEqualTo(moved(other));
    assertThat(scene.reload(one).status()).isEqualTo(SessionStatus.ACTIVE);
    assertThat(moves(one)).extracting(HistoryEntry::triggeredBy).containsExactly("one", "api");
  }

  @Test
  void a_move_that_may_be_ones_own_or_not_is_an_error_that_says_so() {
    TransitionIntent early = move(one, "one"); // before the last change of the session
    clock.advance(Duration.ofSeconds(1));
    scene.append(one, scene.fromUser("later"));
    failing.combineMoves();
    failing.fail(When.AFTER, BROKEN);
    List<Waiting<TransitionReply>> calls =
        behind(() -> store.transition(early), () -> store.transition(move(other, "other")));
    assertThat(error(calls.get(0)))
        .hasMessageContaining("it is not known whether this call has moved the session")
        .hasCause(BROKEN);
    assertThat(calls.get(1).get()).isEqualTo(moved(other));
    assertThat(moves(one)).hasSize(1);
  }

  @Test
  void a_session_that_was_moved_and_has_ended_is_reported_as_ended() {
    failing.combineMoves();
    failing.fail(When.AFTER, BROKEN);
    failing.meanwhile(() -> scene.close(one));
    List<TransitionReply> replies = both(store::transition, move(one, "one"), move(other, "other"));
    assertThat(replies)
        .containsExactly(new TransitionReply.AlreadyEnded(scene.reload(one)), moved(other));
  }

  @Test
  void moves_whose_statement_had_no_effect_are_made_by_themselves() {
    scene.move(one, SessionStatus.PAUSED); // by another, as is what follows
    clock.advance(Duration.ofSeconds(1));
    scene.move(one, SessionStatus.ACTIVE);
    failing.fail(When.BEFORE, BROKEN);
    List<TransitionReply> replies = both(store::transition, move(one, "one"), move(other, "other"));
    assertThat(replies).containsExactly(moved(one), moved(other));
    assertThat(moves(one)).hasSize(3);
    assertThat(moves(other)).hasSize(1);
  }

  @Test
  void callers_do_not_wait_for_a_connection_twice_and_have_errors_of_their_own() {
    failing.fail(When.BEFORE, NO_CONNECTION);
    List<Waiting<CloseReply>> calls =
        behind(() -> store.close(end(one, "one")), () -> store.close(end(other, "other")));
    StoreException first = error(calls.get(0));
    StoreException second = error(calls.get(1));
    assertThat(first).isNotSameAs(second).hasMessage(NO_CONNECTION.getMessage());
    assertThat(second).hasMessage(NO_CONNECTION.getMessage());
    assertThat(first.isTransient()).isTrue();
    assertThat(scene.reload(one).isEnded()).isFalse();
    assertThat(scene.reload(other).isEnded()).isFalse();
  }

  @Test
  void what_the_store_leaves_out_is_done_alone() {
    failing.leaveOut();
    List<CloseReply> replies = both(store::close, end(one, "one"), end(other, "other"));
    assertThat(closed(replies.get(0))).isEqualTo(scene.reload(one));
    assertThat(closed(replies.get(1))).isEqualTo(scene.reload(other));
  }

  @Test
  void nothing_is_combined_for_a_store_without_it_or_a_joined_view() {
    assertThat(CombiningStore.of(plain, 0)).isSameAs(plain);
    SessionStore joined = FailingStatements.joined(plain);
    assertThat(CombiningStore.of(joined, 2)).isSameAs(joined);
    assertThat(plain.combinedStatements()).isZero();
  }

  private CloseIntent end(Session session, String by) {
    return scene.closing(session).triggeredBy(by).build();
  }

  private TransitionIntent move(Session session, String by) {
    return new TransitionIntent(Scenario.key(session), SessionStatus.PAUSED, by, scene.now(), null);
  }

  /** Returns the reply to a call that has moved an active session. */
  private TransitionReply moved(Session session) {
    return new TransitionReply.Moved(SessionStatus.ACTIVE, scene.reload(session));
  }

  private List<HistoryEntry> moves(Session session) {
    return plain.history(Scenario.key(session), 0, 10).stream()
        .filter(it -> it.kind() == HistoryEntry.Kind.MOVED)
        .toList();
  }

  private static Session closed(CloseReply reply) {
    assertThat(reply).isInstanceOf(CloseReply.Closed.class);
    return ((CloseReply.Closed) reply).session();
  }

  private static StoreException error(Waiting<?> call) {
    try {
      throw new AssertionError("returned " + call.get());
    } catch (StoreException e) {
      return e;
    }
  }

  /** Makes two calls of a kind that share a statement, and returns their replies. */
  private <I, R> List<R> both(Function<I, R> call, I first, I second) {
    return behind(() -> call.apply(first), () -> call.apply(second)).stream()
        .map(Waiting::get)
        .toList();
  }

  /**
   * Starts two calls of a kind while one of each kind is under way, so that they share a statement.
   */
  private <R> List<Waiting<R>> behind(Supplier<R> first, Supplier<R> second) {
    SessionKey held = scene.key(UUID.randomUUID());
    failing.hold(held);
    List<Waiting<?>> before =
        List.of(
            new Waiting<>(() -> store.append(new AppendIntent(held, List.of(ANY), scene.now()))),
            new Waiting<>(
                () ->
                    store.transition(
                        new TransitionIntent(
                            held, SessionStatus.PAUSED, "any", scene.now(), null))),
            new Waiting<>(
                () -> store.close(CloseIntent.builder(held, scene.now(), scene.terms()).build())));
    failing.awaitHeld(before.size());
    List<Waiting<R>> calls = List.of(new Waiting<>(first).parked(), new Waiting<>(second).parked());
    failing.release();
    before.forEach(Waiting::get);
    return calls;
  }
}
