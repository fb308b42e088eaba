package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Draws the larger arguments, which are created separately for every lifecycle. */
final class RandomValues {
  static final List<String> CHANNELS = List.of("voice", "sms", "chat", "api");
  private static final List<String> WHO = List.of("api", "user", "agent", "Ms. Smith");
  static final List<SessionStatus> STATUSES = SessionStatus.all().stream().toList();
  private static final List<SessionStatus> LIVE =
      STATUSES.stream().filter(SessionStatus::isLive).toList();
  private static final List<SessionStatus> BEGINNINGS =
      List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);
  static final List<String> REPORTED =
      List.of("USER_REJECTED", "user hangup", "resolved", "no such reason", "unknown", "secret");
  private static final List<Map<String, Object>> JSON =
      List.of(
          Map.of(),
          Map.of("a", List.of(1L, -0.5, true, "x")),
          Map.of("a", Map.of("b", Map.of("c", "deep"))),
          Map.of("\uD83D\uDE00", 9_007_199_254_740_993L));
  private static final List<Map<String, Object>> BAD_JSON =
      List.of(
          Map.of("a", Map.of("b", Map.of("c", Map.of("d", Map.of("e", "too deep"))))),
          Map.of("nan", Double.NaN),
          Map.of("a\0", "x"),
          Map.of("long", "x".repeat(300)));

  static final List<String> CODES = List.of("sold", "lost");

  private RandomValues() {}

  static <T> Function<LifecycleUnderTest, T> build(
      Function<LifecycleUnderTest, T> first, List<BiFunction<LifecycleUnderTest, T, T>> changes) {
    return front -> {
      T value = first.apply(front);
      for (BiFunction<LifecycleUnderTest, T, T> change : changes) {
        value = change.apply(front, value);
      }
      return value;
    };
  }

  static Map<String, Object> json(CallArguments draw) {
    return draw.of(draw.oneIn(6) ? BAD_JSON : JSON);
  }

  static String who(CallArguments draw) {
    return draw.word(WHO, 64);
  }

  static SessionStatus status(CallArguments draw) {
    return draw.oneIn(80)
        ? draw.note(CallIds.<SessionStatus>none())
        : draw.of(draw.oneIn(12) ? STATUSES : LIVE);
  }

  static Function<LifecycleUnderTest, SessionRequest> request(CallArguments draw) {
    String channel = draw.word(CHANNELS, 32);
    int user = draw.below(3);
    List<BiFunction<LifecycleUnderTest, SessionRequest, SessionRequest>> changes =
        new ArrayList<>();
    if (draw.oneIn(3)) {
      int id = draw.note(draw.below(CallIds.SESSIONS));
      changes.add((front, it) -> it.withId(front.session(id)));
    }
    SessionStatus status = draw.oneIn(40) ? status(draw) : draw.of(BEGINNINGS);
    OpenPolicy policy = draw.of(List.of(OpenPolicy.values()));
    SessionType type = draw.oneIn(4) ? draw.of(List.of(SessionType.values())) : SessionType.LIVE;
    changes.add((front, it) -> it.withStatus(status).withOpenPolicy(policy).withSessionType(type));
    if (draw.oneIn(3)) {
      int ref = draw.number(4);
      changes.add((front, it) -> it.withExternalRef(front.world.ref(ref)));
    }
    if (draw.oneIn(3)) {
      String subject = draw.text(20);
      changes.add((front, it) -> it.withSubject(subject));
    }
    if (draw.oneIn(4)) {
      Map<String, Object> json = json(draw);
      changes.add((front, it) -> it.withMetadata(json).withContextVariables(Map.of("n", 1L)));
    }
    if (draw.oneIn(4)) {
      Priority priority = draw.of(List.of(Priority.values()));
      Origin origin = draw.of(List.of(Origin.values()));
      String who = who(draw);
      changes.add((front, it) -> it.withPriority(priority).withOrigin(origin).withTriggeredBy(who));
    }
    if (draw.oneIn(4)) {
      int policyId = draw.number(4);
      int other = draw.session();
      changes.add(
          (front, it) ->
              it.withRetentionPolicy(front.world.policy(policyId))
                  .withAssignedAgent(front.world.user(3))
                  .followUpTo(front.session(other)));
    }
    Function<LifecycleUnderTest, Instant> time = draw.time();
    if (time != null) {
      changes.add((front, it) -> it.withStartedAt(time.apply(front)));
    }
    return build(front -> SessionRequest.on(channel, front.world.user(user)), changes);
  }

  static Function<LifecycleUnderTest, Message> message(CallArguments draw) {
    MessageRole role = draw.of(List.of(MessageRole.values()));
    String text = draw.text(66);
    int id = draw.oneIn(4) ? -1 : draw.note(draw.below(8));
    Function<LifecycleUnderTest, Instant> time = draw.time();
    return front ->
        new Message(
            front.world.message(id), role, text, time == null ? null : time.apply(front), null);
  }

  static Function<LifecycleUnderTest, EndRequest> end(CallArguments draw) {
    List<BiFunction<LifecycleUnderTest, EndRequest, EndRequest>> changes = new ArrayList<>();
    String reported = draw.oneIn(3) ? null : draw.word(REPORTED, 1_000);
    TerminationReason reason = draw.oneIn(3) ? draw.of(List.of(TerminationReason.values())) : null;
    if (draw.oneIn(3)) {
      String who = who(draw);
      changes.add((front, it) -> it.withTriggeredBy(who));
    }
    Function<LifecycleUnderTest, Instant> time = draw.time();
    if (time != null) {
      changes.add((front, it) -> it.withEndedAt(time.apply(front)));
    }
    return build(
        front ->
            reason == null ? EndRequest.reported(reported) : EndRequest.because(reason, reported),
        changes);
  }

  static Function<LifecycleUnderTest, UUID> id(int session) {
    return front -> front.session(session);
  }
}
