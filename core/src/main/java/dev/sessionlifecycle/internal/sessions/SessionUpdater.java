package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.FieldChange;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Validates updates of sessions and applies them. */
record SessionUpdater(
    UpdateStore store,
    SessionReader reading,
    SessionEnder ending,
    LifecycleContext wiring,
    Predicate<UUID> policies) {
  UpdateResult update(SessionKey session, @Nullable Long expectedVersion, SessionUpdate update) {
    Validator door = new Validator();
    if (expectedVersion != null) {
      door.range("expected_version", expectedVersion, 1, Long.MAX_VALUE);
    }
    SessionUpdate checked = check(door, update);
    door.throwIfInvalid();
    UpdateIntent intent =
        new UpdateIntent(session, expectedVersion, checked, wiring.now(), wiring::overdue);
    UpdateReply reply = store.update(intent);
    Repetition repetition = new Repetition(session);
    while (reply instanceof UpdateReply.Overdue || reply instanceof UpdateReply.Unscrubbed) {
      repetition.next();
      if (reply instanceof UpdateReply.Overdue overdue) {
        ending.endOverdue(overdue.end());
      } else {
        intent = intent.scrubbed(new StoredForm(wiring).scrubbed(session.sessionId(), checked));
      }
      reply = store.update(intent);
    }
    if (reply instanceof UpdateReply.Updated done) {
      return new UpdateResult.Updated(reading.complete(done.session()));
    } else if (reply instanceof UpdateReply.Stale stale) {
      throw new SessionConflictException(
          "version_conflict",
          "session " + session.sessionId() + " has version " + stale.session().version());
    } else if (reply instanceof UpdateReply.NotWritable refused) {
      if (refused.session().isEnded()) {
        return new UpdateResult.AlreadyEnded(refused.session());
      }
      throw SessionEnder.unrecognized(refused.session());
    }
    throw new SessionNotFoundException(session.sessionId());
  }

  private SessionUpdate check(Validator door, SessionUpdate update) {
    Limits limits = wiring.limits();
    FieldChange<String> subject = update.subject();
    if (subject != null) {
      door.text("subject", subject.newValue(), limits.subjectLength());
    }
    FieldChange<UUID> policy = update.retentionPolicyId();
    if (policy != null) {
      OpenIntents.retentionPolicy(door, policy.newValue(), policies);
    }
    SessionUpdate checked = update;
    Map<String, Object> metadata = update.metadata();
    if (metadata != null) {
      checked =
          checked.withMetadata(
              door.json("metadata", metadata, limits.jsonBytes(), limits.jsonDepth()));
    }
    Map<String, Object> variables = update.contextVariables();
    if (variables != null) {
      checked =
          checked.withContextVariables(
              door.json("context_variables", variables, limits.jsonBytes(), limits.jsonDepth()));
    }
    return checked;
  }
}
