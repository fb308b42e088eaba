package dev.sessionlifecycle.verification.updates;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Every operation of the public API with each of its arguments missing. */
final class MissingInput {
  private static final EndRequest END = EndRequest.unspecified();

  private MissingInput() {}

  /** Returns the calls by the name of the field that must be reported. */
  static Map<String, BadInputTest.SessionCall> cases() {
    Map<String, BadInputTest.SessionCall> cases = new LinkedHashMap<>();
    writing(cases);
    ending(cases);
    many(cases);
    reading(cases);
    values(cases);
    return cases;
  }

  private static void writing(Map<String, BadInputTest.SessionCall> cases) {
    cases.put("open: request", (door, id) -> door.open(none()));
    cases.put("append: session_id", (door, id) -> door.append(none(), Message.fromUser("m")));
    cases.put(
        "append: messages", (door, id) -> door.append(id, MissingInput.<List<Message>>none()));
    cases.put("append: messages[0]", (door, id) -> door.append(id, MissingInput.<Message>none()));
    cases.put("append array: messages", (door, id) -> door.append(id, (Message[]) none()));
    cases.put(
        "transition: session_id", (door, id) -> door.transition(none(), SessionStatus.PAUSED));
    cases.put("transition: status", (door, id) -> door.transition(id, none()));
    cases.put(
        "transition: triggered_by",
        (door, id) -> door.transition(id, SessionStatus.PAUSED, none()));
    cases.put("update: session_id", (door, id) -> door.update(none(), 1, SessionUpdate.nothing()));
    cases.put("update: update", (door, id) -> door.update(id, 1, none()));
    cases.put("touch: session_id", (door, id) -> door.touch(none()));
    cases.put("recording: session_id", (door, id) -> door.markRecorded(none()));
    cases.put(
        "eval: session_id",
        (door, id) -> door.evals().record(none(), EvalRun.pending(UUID.randomUUID(), true)));
    cases.put("eval: run", (door, id) -> door.evals().record(id, none()));
  }

  private static void ending(Map<String, BadInputTest.SessionCall> cases) {
    cases.put("close: session_id", (door, id) -> door.close(MissingInput.<UUID>none(), END));
    cases.put("close: request", (door, id) -> door.close(id, MissingInput.<EndRequest>none()));
    cases.put("fail: session_id", (door, id) -> door.fail(none(), END));
    cases.put("fail: request", (door, id) -> door.fail(id, none()));
    cases.put("expire: session_id", (door, id) -> door.expire(none(), END));
    cases.put("expire: request", (door, id) -> door.expire(id, none()));
    cases.put("supersede: session_id", (door, id) -> door.supersede(none(), null, END));
    cases.put("supersede: request", (door, id) -> door.supersede(id, null, none()));
    cases.put(
        "external: external_ref", (door, id) -> door.close(MissingInput.<ExternalRef>none(), END));
    cases.put("external: request", (door, id) -> door.close(new ExternalRef("s", "i"), none()));
    cases.put("enrich: session_id", (door, id) -> door.enrich(none(), END));
    cases.put("enrich: request", (door, id) -> door.enrich(id, none()));
    cases.put("correct: session_id", (door, id) -> door.correct(none(), END));
    cases.put("correct: request", (door, id) -> door.correct(id, none()));
  }

  private static void many(Map<String, BadInputTest.SessionCall> cases) {
    cases.put("bulk open: elements", (door, id) -> door.bulk().open(none()));
    cases.put("bulk open: [0]", (door, id) -> door.bulk().open(Collections.singletonList(none())));
    cases.put("bulk append: elements", (door, id) -> door.bulk().append(none()));
    cases.put(
        "bulk append: [0]", (door, id) -> door.bulk().append(Collections.singletonList(none())));
    cases.put("bulk close: elements", (door, id) -> door.bulk().close(none(), END));
    cases.put(
        "bulk close: [0]", (door, id) -> door.bulk().close(Collections.singletonList(none()), END));
    cases.put("bulk close: request", (door, id) -> door.bulk().close(List.of(id), none()));
    cases.put("bulk filter: filter", (door, id) -> door.bulk().close(none(), END, null, 10));
    cases.put(
        "bulk filter: request",
        (door, id) -> door.bulk().close(SessionFilter.all(), none(), null, 10));
  }

  private static void reading(Map<String, BadInputTest.SessionCall> cases) {
    cases.put("find: session_id", (door, id) -> door.find(MissingInput.<UUID>none()));
    cases.put("find: external_ref", (door, id) -> door.find(MissingInput.<ExternalRef>none()));
    cases.put("get: session_id", (door, id) -> door.get(none()));
    cases.put("explain: session_id", (door, id) -> door.explain(none()));
    cases.put("list: filter", (door, id) -> door.list(none()));
    cases.put("count: filter", (door, id) -> door.count(none()));
    cases.put("messages: session_id", (door, id) -> door.messages(none()));
    cases.put("message page: session_id", (door, id) -> door.messages(none(), 0, 10));
    cases.put("history: session_id", (door, id) -> door.history(none()));
    cases.put("history page: session_id", (door, id) -> door.history(none(), 0, 10));
    cases.put("eval find: session_id", (door, id) -> door.evals().find(none(), id));
    cases.put("eval find: run_id", (door, id) -> door.evals().find(id, none()));
    cases.put("eval list: session_id", (door, id) -> door.evals().list(none(), null, 10));
  }

  /** Values are refused where they are created. */
  private static void values(Map<String, BadInputTest.SessionCall> cases) {
    cases.put("request: channel", (door, id) -> SessionRequest.on(none(), id));
    cases.put("request: end_user_id", (door, id) -> SessionRequest.with(none()));
    cases.put("message: text", (door, id) -> Message.fromUser(none()));
    cases.put("messages of: session_id", (door, id) -> new SessionMessages(none(), List.of()));
    cases.put(
        "messages of: messages[0]",
        (door, id) -> new SessionMessages(id, Collections.singletonList(none())));
    cases.put(
        "run: scores[1]",
        (door, id) -> EvalRun.completed(id, true, new EvalScore("s", true), none()));
    cases.put("ref: id", (door, id) -> new ExternalRef("s", none()));
    cases.put("end: triggered_by", (door, id) -> END.withTriggeredBy(none()));
    cases.put("filter: statuses", (door, id) -> SessionFilter.all().withStatuses(none()));
    cases.put("first of filter: statuses", (door, id) -> SessionFilter.inStatus(none()));
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what no caller may pass
  private static <T> T none() {
    return null;
  }
}
