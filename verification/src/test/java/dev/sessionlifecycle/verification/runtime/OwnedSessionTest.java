package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.OwnedSession.Buffering;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The owner's view of a session, as a worker without a runtime uses it. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class OwnedSessionTest {
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final UUID organization = UUID.randomUUID();
  private final List<Session> announced = new ArrayList<>();
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  /** The operation whose next reply is lost. */
  private String losing = "";

  private final List<AppendIntent> appends = new ArrayList<>();

  OwnedSessionTest(StoreKind kind) {
    lifecycle =
        SessionLifecycle.builder(losingReplies(SessionStore.class, kind.open()))
            .listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    announced.add(session);
                  }
                })
            .build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void stop() {
    lifecycle.close();
  }

  /** Returns a store whose connection breaks after the commit of an operation. */
  private <T> T losingReplies(Class<T> type, Object store) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("append")) {
                appends.add((AppendIntent) arguments[0]);
              }
              Object reply;
              try {
                reply = method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (method.getName().equals(losing)) {
                losing = "";
                throw new StoreException("the connection broke", true, "08006", null);
              }
              return reply instanceof OwnerStore owners
                  ? losingReplies(OwnerStore.class, owners)
                  : reply;
            }));
  }

  private OwnedSession open() {
    UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
    return again(id);
  }

  private OwnedSession again(UUID id) {
    return lifecycle.ownedSession(organization, id);
  }

  private List<String> texts(OwnedSession owned) {
    return sessions.messages(owned.sessionId()).stream().map(StoredMessage::text).toList();
  }

  private static void conflicts(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SessionConflictException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void violates(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.violations()).extracting(Violation::field).containsExactly(field));
  }

  @Test
  void a_message_whose_reply_was_lost_is_stored_once_and_looked_for_when_repeated() {
    OwnedSession owned = open();
    owned.acquire(LEASE, Buffering.NONE);
    losing = "append";
    assertThat(owned.append(List.of(Message.fromAgent("hello"))))
        .isInstanceOf(AppendResult.Appended.class);
    assertThat(appends).extracting(AppendIntent::hasNewIds).containsExactly(true, false);
    assertThat(texts(owned)).containsExactly("hello");
  }

  @Test
  void one_worker_at_a_time_holds_the_lease_and_a_release_frees_it() {
    OwnedSession first = open();
    OwnedSession second = again(first.sessionId());
    first.acquire(LEASE, Buffering.NONE);
    conflicts("session_owned", () -> second.acquire(LEASE, Buffering.NONE));
    assertThat(first.renew()).isEmpty();
    first.release();
    first.release();
    second.acquire(LEASE, Buffering.NONE);
    conflicts("session_owned", first::renew);
    conflicts("session_owned", () -> first.append(List.of(Message.fromAgent("late"))));
    conflicts("session_owned", () -> first.close(EndRequest.unspecified(), List.of()));
    assertThat(second.append(List.of(Message.fromAgent("in time"))))
        .isInstanceOf(AppendResult.Appended.class);
    assertThat(texts(second)).containsExactly("in time");
  }

  @Test
  void close_writes_the_buffer_announces_the_end_once_and_returns_it_again() {
    OwnedSession owned = open();
    owned.acquire(LEASE, Buffering.UNTIL_END);
    List<Message> buffered = List.of(owned.prepare(Message.fromUser("one")));
    assertThat(owned.close(EndRequest.unspecified(), buffered).isWinner()).isTrue();
    assertThat(owned.close(EndRequest.unspecified(), buffered).isWinner()).isFalse();
    assertThat(texts(owned)).containsExactly("one");
    assertThat(announced).extracting(Session::id).containsExactly(owned.sessionId());
  }

  @Test
  void an_end_whose_reply_was_lost_is_the_owners_end() {
    OwnedSession owned = open();
    owned.acquire(LEASE, Buffering.UNTIL_END);
    List<Message> buffered = List.of(owned.prepare(Message.fromUser("one")));
    losing = "close";
    assertThat(owned.close(EndRequest.unspecified(), buffered).isWinner()).isTrue();
    assertThat(losing).isEmpty();
    assertThat(texts(owned)).containsExactly("one");
    assertThat(announced).extracting(Session::id).containsExactly(owned.sessionId());
  }

  @Test
  void an_acquire_whose_reply_was_lost_has_taken_the_lease() {
    OwnedSession owned = open();
    losing = "acquire";
    owned.acquire(LEASE, Buffering.NONE);
    assertThat(losing).isEmpty();
    assertThat(owned.renew()).isEmpty();
    conflicts("session_owned", () -> again(owned.sessionId()).acquire(LEASE, Buffering.NONE));
  }

  @Test
  void an_end_elsewhere_is_noticed_and_only_a_buffering_lease_may_flush() {
    OwnedSession buffering = open();
    OwnedSession writing = open();
    buffering.acquire(LEASE, Buffering.UNTIL_END);
    writing.acquire(LEASE, Buffering.NONE);
    for (OwnedSession owned : List.of(buffering, writing)) {
      sessions.close(owned.sessionId(), "resolved");
      assertThat(owned.touch()).get().extracting(Session::isEnded).isEqualTo(true);
    }
    Message said = buffering.prepare(Message.fromUser("said"));
    assertThat(buffering.flush(List.of(said))).isZero();
    assertThat(writing.flush(List.of(said))).isEqualTo(1);
    assertThat(texts(buffering)).containsExactly("said");
    assertThat(texts(writing)).isEmpty();
  }

  @Test
  void another_view_may_flush_under_the_token_of_a_buffering_lease_alone() {
    OwnedSession ending = open();
    long token = ending.acquire(LEASE, Buffering.UNTIL_END);
    OwnedSession reporting = again(ending.sessionId());
    Message said = reporting.prepare(Message.fromUser("said"));
    assertThat(reporting.flush(token, List.of(said))).as("while it is live").isEqualTo(1);
    sessions.close(ending.sessionId(), "resolved");
    assertThat(reporting.flush(List.of(said))).as("without the token").isEqualTo(1);
    assertThat(reporting.flush(token + 1, List.of(said))).as("another token").isEqualTo(1);
    assertThat(texts(reporting)).isEmpty();
    assertThat(reporting.flush(token, List.of(said))).isZero();
    assertThat(reporting.flush(token, List.of(said))).as("again").isZero();
    assertThat(texts(reporting)).containsExactly("said");
  }

  @Test
  void without_a_lease_writes_are_not_fenced() {
    OwnedSession owner = open();
    owner.acquire(LEASE, Buffering.NONE);
    OwnedSession other = again(owner.sessionId());
    assertThat(other.renew()).isEmpty();
    assertThat(other.append(List.of(Message.fromAgent("a"))))
        .isInstanceOf(AppendResult.Appended.class);
    assertThat(other.close(EndRequest.unspecified(), List.of()).isWinner()).isTrue();
    assertThat(other.append(List.of(Message.fromAgent("b"))))
        .isInstanceOf(AppendResult.AlreadyEnded.class);
  }

  @Test
  void every_operation_on_a_missing_session_reports_it() {
    OwnedSession missing = again(UUID.randomUUID());
    assertThat(missing.find()).isEmpty();
    conflicts("session_owned", () -> missing.acquire(LEASE, Buffering.NONE));
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            missing::renew,
            () -> missing.append(List.of(Message.fromAgent("a"))),
            () -> missing.close(EndRequest.unspecified(), List.of()))) {
      assertThatThrownBy(call).isInstanceOf(SessionNotFoundException.class);
    }
  }

  @Test
  void bad_input_is_refused_by_field_and_changes_nothing() {
    OwnedSession owned = open();
    violates("lease", () -> owned.acquire(Duration.ZERO, Buffering.NONE));
    violates("lease", () -> owned.resume(1, Duration.ofSeconds(-1), Buffering.NONE));
    violates("text", () -> owned.prepare(Message.fromUser("a\0b")));
    List<Message> bad = List.of(Message.fromUser("fine"), Message.fromUser("a\0b"));
    violates("messages[1].text", () -> owned.append(bad));
    violates("messages[1].text", () -> owned.close(EndRequest.unspecified(), bad));
    violates("messages[1].text", () -> owned.flush(bad));
    assertThat(texts(owned)).isEmpty();
    assertThat(sessions.get(owned.sessionId()).isEnded()).isFalse();
  }
}
