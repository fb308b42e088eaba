package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalRunStatus;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Opens sessions, and changes live ones. */
final class SessionCalls {
  private SessionCalls() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind(30, "open", SessionCalls::open),
        new Kind(18, "append", SessionCalls::append),
        new Kind(2, "append an array", SessionCalls::appendArray),
        new Kind(20, "transition", SessionCalls::transition),
        new Kind(3, "transition by", SessionCalls::transitionBy),
        new Kind(3, "touch", SessionCalls::touch),
        new Kind(8, "update", SessionCalls::update),
        new Kind(3, "recording", SessionCalls::recording),
        new Kind(6, "disposition", SessionCalls::disposition),
        new Kind(6, "add usage", SessionCalls::addUsage),
        new Kind(6, "record a run", SessionCalls::recordRun));
  }

  private static RandomCall.Invocation open(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, SessionRequest> request =
        draw.oneIn(60) ? front -> CallIds.none() : RandomValues.request(draw);
    return front -> door.apply(front).open(request.apply(front));
  }

  private static RandomCall.Invocation append(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    List<Function<LifecycleUnderTest, Message>> messages =
        draw.several(draw.oneIn(10) ? 6 : 3, RandomValues::message);
    return front ->
        door.apply(front)
            .append(front.session(session), messages.stream().map(it -> it.apply(front)).toList());
  }

  private static RandomCall.Invocation appendArray(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    Function<LifecycleUnderTest, Message> message = RandomValues.message(draw);
    boolean twice = draw.coin();
    return front -> {
      Message one = message.apply(front);
      UUID id = front.session(session);
      return twice ? door.apply(front).append(id, one, one) : door.apply(front).append(id, one);
    };
  }

  private static RandomCall.Invocation transition(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    SessionStatus to = RandomValues.status(draw);
    return front -> door.apply(front).transition(front.session(session), to);
  }

  private static RandomCall.Invocation transitionBy(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    SessionStatus to = RandomValues.status(draw);
    String who = RandomValues.who(draw);
    String reported = draw.coin() ? null : draw.text(20);
    return front ->
        reported == null
            ? door.apply(front).transition(front.session(session), to, who)
            : door.apply(front).transition(front.session(session), to, who, reported);
  }

  private static RandomCall.Invocation touch(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    return front -> door.apply(front).touch(front.session(session));
  }

  private static RandomCall.Invocation update(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    int off = draw.oneIn(5) ? draw.of(List.of(-1, 1, -100)) : 0;
    Function<LifecycleUnderTest, SessionUpdate> update = change(draw);
    return front -> {
      UUID id = front.session(session);
      OrganizationSessions sessions = door.apply(front);
      long version = sessions.find(id).map(Session::version).orElse(1L);
      return sessions.update(id, version + off, update.apply(front));
    };
  }

  private static Function<LifecycleUnderTest, SessionUpdate> change(CallArguments draw) {
    List<BiFunction<LifecycleUnderTest, SessionUpdate, SessionUpdate>> changes = new ArrayList<>();
    if (draw.oneIn(3)) {
      String subject = draw.text(20);
      changes.add((front, it) -> it.withSubject(subject));
    }
    if (draw.oneIn(4)) {
      Map<String, Object> json = RandomValues.json(draw);
      changes.add((front, it) -> it.withMetadata(json));
    }
    if (draw.oneIn(4)) {
      Map<String, Object> json = RandomValues.json(draw);
      changes.add((front, it) -> it.withContextVariables(json));
    }
    if (draw.oneIn(4)) {
      Priority priority = draw.of(List.of(Priority.values()));
      int agent = draw.note(draw.below(3));
      changes.add(
          (front, it) ->
              it.withPriority(priority)
                  .withAssignedAgent(agent == 0 ? null : front.world.user(agent)));
    }
    if (draw.oneIn(3)) {
      int policy = draw.number(4);
      changes.add((front, it) -> it.withRetentionPolicy(front.world.policy(policy)));
    }
    if (draw.oneIn(3)) {
      boolean recording = draw.coin();
      changes.add((front, it) -> recording ? it.withRecording() : it.withoutRecording());
    }
    return draw.oneIn(60)
        ? front -> CallIds.none()
        : RandomValues.build(front -> SessionUpdate.nothing(), changes);
  }

  private static RandomCall.Invocation recording(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    boolean has = draw.coin();
    return front ->
        has
            ? door.apply(front).markRecorded(front.session(session))
            : door.apply(front).markNotRecorded(front.session(session));
  }

  private static RandomCall.Invocation disposition(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    String code = draw.word(RandomValues.CODES, 64);
    String note = draw.oneIn(3) ? null : draw.text(20);
    String who = draw.coin() ? null : RandomValues.who(draw);
    return front ->
        who == null
            ? door.apply(front).disposition(front.session(session), code, note)
            : door.apply(front).disposition(front.session(session), code, note, who);
  }

  private static RandomCall.Invocation addUsage(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    String report = draw.oneIn(3) ? null : draw.word(List.of("webhook-1", "webhook-2"), 255);
    String name = draw.word(List.of("tokens", "cost"), 64);
    BigDecimal amount =
        draw.oneIn(8)
            ? draw.of(
                List.of(new BigDecimal("-1"), new BigDecimal("1E+15"), BigDecimal.valueOf(1, 13)))
            : BigDecimal.valueOf(draw.note(draw.below(1_000)), 3);
    Map<String, BigDecimal> amounts = name == null ? Map.of() : Map.of(name, amount);
    return front ->
        report == null
            ? door.apply(front).addUsage(front.session(session), amounts)
            : door.apply(front).addUsage(front.session(session), report, amounts);
  }

  private static RandomCall.Invocation recordRun(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    int id = draw.number(3);
    EvalRunStatus status = draw.of(List.of(EvalRunStatus.values()));
    boolean critical = draw.coin();
    List<String> names =
        draw.several(2, it -> it.word(List.of("tone", "facts", "tact", "care"), 64));
    Boolean passed = draw.oneIn(4) ? null : draw.coin();
    return front ->
        door.apply(front)
            .evals()
            .record(
                front.session(session),
                new EvalRun(
                    front.world.run(id),
                    status,
                    critical,
                    names.stream().map(it -> new EvalScore(it, passed)).toList()));
  }
}
