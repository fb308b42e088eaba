package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.EndRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements that end sessions, one by one and in bulk, compared to the pure function. */
class CloseStatementTest {
  private static final long SEED = 20260301;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000007Z");
  private static final UUID ORGANIZATION = UUID.randomUUID();
  private static final UUID OWN_POLICY = UUID.randomUUID();
  private static final RetentionPolicy OWN =
      RetentionPolicy.keepFor(Duration.ofDays(9))
          .withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(10))
          .withArchiveAfter(Duration.ofDays(4));
  private static final RetentionPolicy FALLBACK =
      RetentionPolicy.forEver()
          .withChannel("voice", Duration.ofDays(30))
          .withOutcome(OutcomeCategory.FAILED, Duration.ofHours(1))
          .withSessionType(SessionType.TEST, Duration.ZERO);
  private static final CloseDefaults TERMS =
      new CloseDefaults(
          new ChainsByType(
              Map.of(
                  SessionType.LIVE,
                  SampleIntents.SHAPE,
                  SessionType.TEST,
                  ChainDefinition.empty(),
                  SessionType.SIMULATION,
                  SampleIntents.SHAPE)),
          FALLBACK);

  private final Random random = new Random(SEED);
  private Instant now = NOW;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void every_close_records_what_the_end_rules_say(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool)
                .schemaMode(SchemaMode.MIGRATE)
                .clock(StoreClock.of(() -> now))
                .build()) {
      store.policies().define(ORGANIZATION, OWN_POLICY, OWN, false);
      List<CloseIntent> intents = new ArrayList<>();
      List<CloseReply> expected = new ArrayList<>();
      for (TerminationReason reason : TerminationReason.values()) {
        for (int i = 0; i < 6; i++) {
          Session live = live(store);
          CloseIntent intent = intent(live, reason);
          CloseReply reply = expected(live, intent);
          if (i == 0) {
            assertThat(store.close(intent)).isEqualTo(reply);
            if (reply instanceof CloseReply.Closed closed) {
              assertThat(store.find(intent.session())).contains(closed.session());
            }
          } else {
            intents.add(intent);
            expected.add(reply);
          }
        }
      }
      List<CloseReply> replies = store.closeAll(intents);
      assertThat(replies).isEqualTo(expected);
      for (CloseReply reply : replies) {
        if (reply instanceof CloseReply.Closed closed) {
          SessionKey key = new SessionKey(ORGANIZATION, closed.session().id());
          assertThat(store.find(key)).contains(closed.session());
          assertThat(store.chains().find(key)).isPresent();
          assertThat(store.close(intents.get(replies.indexOf(reply))))
              .isEqualTo(new CloseReply.AlreadyEnded(closed.session()));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void ends_of_one_kind_stamp_what_the_pure_function_says(TestDatabase database) {
    CloseDefaults terms =
        new CloseDefaults(
            TERMS.chains(),
            RetentionPolicy.forEver()
                .withOutcome(OutcomeCategory.RESOLVED, Duration.ofDays(30))
                .withOutcome(OutcomeCategory.FAILED, Duration.ofHours(1))
                .withArchiveAfter(Duration.ofDays(2)));
    try (HikariDataSource pool = database.pool(2);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool)
                .schemaMode(SchemaMode.MIGRATE)
                .clock(StoreClock.of(() -> now))
                .build()) {
      store.policies().define(ORGANIZATION, OWN_POLICY, OWN, false);
      for (TerminationReason reason : TerminationReason.values()) {
        List<CloseIntent> intents = new ArrayList<>();
        List<CloseReply> expected = new ArrayList<>();
        CloseIntent first = ofOneKind(live(store), reason, terms);
        for (int i = 0; i < 5; i++) {
          Session live = live(store);
          intents.add(first.forSession(new SessionKey(ORGANIZATION, live.id()), null));
          expected.add(expected(live, intents.get(i)));
        }
        assertThat(store.close(intents.get(0))).isEqualTo(expected.get(0));
        assertThat(store.closeAll(intents.subList(1, 5))).isEqualTo(expected.subList(1, 5));
        for (CloseReply reply : expected) {
          Session closed = ((CloseReply.Closed) reply).session();
          SessionKey key = new SessionKey(ORGANIZATION, closed.id());
          assertThat(store.find(key)).contains(closed);
          assertThat(store.chains().find(key)).isPresent();
        }
      }
    }
  }

  /** Returns an end of a live session in any status, now. */
  private CloseIntent ofOneKind(Session live, TerminationReason reason, CloseDefaults terms) {
    Instant at = NOW.plusSeconds(random.nextInt(7200) - 3600);
    return CloseIntent.builder(new SessionKey(ORGANIZATION, live.id()), at, terms)
        .target(SessionStatus.CLOSED)
        .reason(reason)
        .reasonIfNeverActive(pick(reason, TerminationReason.PARTICIPANT_JOIN_TIMEOUT))
        .reportedReason(pick(null, "as reported"))
        .end(new EndTime.Now())
        .guard(CloseGuard.any())
        .build();
  }

  private CloseReply expected(Session live, CloseIntent intent) {
    if (!EndRules.isMet(intent.guard(), live, NOW, null)) {
      return new CloseReply.GuardFailed(live);
    }
    RetentionPolicy policy =
        live.retentionPolicyId() == null ? intent.defaults().defaultPolicy() : OWN;
    List<StoredMessage> heldBack = AppendRules.fresh(live, intent.buffer(), Map.of());
    Session full = SessionRules.appended(live, heldBack, intent.at(), NOW);
    return new CloseReply.Closed(EndRules.stamp(full, intent, policy, NOW));
  }

  private Session live(SessionStore store) {
    Instant at = NOW.minusSeconds(random.nextInt(7200)).minusNanos(random.nextInt(1000) * 1000L);
    SessionStatus status = pick(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);
    Session draft =
        SessionBuilder.of(ORGANIZATION, UUID.randomUUID(), UUID.randomUUID())
            .channel(pick("voice", "api"))
            .sessionType(pick(SessionType.values()))
            .status(status)
            .retentionPolicyId(pick(null, null, OWN_POLICY, UUID.randomUUID()))
            .metadata(Map.of("n", 1L, "d", 0.5))
            .createdAt(at)
            .startedAt(at.minusMillis(random.nextInt(5000)))
            .updatedAt(at)
            .build();
    if (draft.retentionPolicyId() != null && !draft.retentionPolicyId().equals(OWN_POLICY)) {
      draft = SessionBuilder.of(draft).retentionPolicyId(null).build();
    }
    now = NOW.minusSeconds(random.nextInt(9000));
    store.open(new OpenIntent(draft, OpenPolicy.ALWAYS_NEW, "api", null, null, TERMS));
    SessionKey key = new SessionKey(ORGANIZATION, draft.id());
    now = now.plusSeconds(random.nextInt(600));
    if (random.nextBoolean()) {
      List<Message> messages = List.of(message(at));
      store.append(new AppendIntent(key, messages, at.plusSeconds(random.nextInt(50))));
    }
    now = NOW;
    return store.find(key).orElseThrow();
  }

  private Message message(Instant around) {
    return pick(Message.fromUser("u"), Message.fromAgent("a"))
        .withId(UUID.randomUUID())
        .at(around.plusMillis(random.nextInt(9_000_000) - 1_000_000));
  }

  private CloseIntent intent(Session live, TerminationReason reason) {
    Instant at = NOW.plusSeconds(random.nextInt(7200) - 3600);
    return CloseIntent.builder(new SessionKey(ORGANIZATION, live.id()), at, TERMS)
        .target(pick(SessionStatus.CLOSED, SessionStatus.EXPIRED, SessionStatus.ERROR))
        .reason(reason)
        .reasonIfNeverActive(pick(reason, TerminationReason.PARTICIPANT_JOIN_TIMEOUT))
        .reportedReason(pick(null, "as reported"))
        .end(
            pick(
                new EndTime.Now(),
                new EndTime.LastActivity(),
                new EndTime.Reported(NOW.plusSeconds(random.nextInt(20_000) - 10_000))))
        .guard(
            pick(
                CloseGuard.any(),
                CloseGuard.any(),
                new CloseGuard.InStatus(SessionStatus.ACTIVE),
                new CloseGuard.Due(live.status(), LimitKind.IDLE, Duration.ZERO),
                new CloseGuard.Due(live.status(), LimitKind.AGE, Duration.ofSeconds(1)),
                new CloseGuard.Due(SessionStatus.PAUSED, LimitKind.AGE, Duration.ZERO),
                new CloseGuard.Owned(1)))
        .buffer(random.nextInt(3) == 0 ? List.of(message(at)) : List.of())
        .successorId(pick(null, UUID.randomUUID()))
        .build();
  }

  @SafeVarargs
  private <T> T pick(T... values) {
    return values[random.nextInt(values.length)];
  }
}
