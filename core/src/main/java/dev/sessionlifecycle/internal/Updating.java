package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.Change;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.SessionUpdate;
import dev.sessionlifecycle.UpdateResult;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks updates of sessions and has them made. */
final class Updating {
  private final UpdateStore store;
  private final Reading reading;
  private final Wiring wiring;

  Updating(UpdateStore store, Reading reading, Wiring wiring) {
    this.store = store;
    this.reading = reading;
    this.wiring = wiring;
  }

  UpdateResult update(SessionKey session, @Nullable Long expectedVersion, SessionUpdate update) {
    Door door = new Door();
    if (expectedVersion != null) {
      door.range("expected_version", expectedVersion, 1, Long.MAX_VALUE);
    }
    SessionUpdate checked = check(door, update);
    door.close();
    UpdateReply reply =
        store.update(new UpdateIntent(session, expectedVersion, checked, wiring.now()));
    if (reply instanceof UpdateReply.Done done) {
      return new UpdateResult.Updated(reading.complete(done.session()));
    } else if (reply instanceof UpdateReply.Stale stale) {
      throw new SessionConflictException(
          "version_conflict",
          "session " + session.sessionId() + " has version " + stale.session().version());
    } else if (reply instanceof UpdateReply.NotWritable refused) {
      if (refused.session().isEnded()) {
        return new UpdateResult.AlreadyEnded(refused.session());
      }
      throw Ending.unrecognized(refused.session());
    }
    throw new SessionNotFoundException(session.sessionId());
  }

  private SessionUpdate check(Door door, SessionUpdate update) {
    Limits limits = wiring.limits();
    Change<String> subject = update.subject();
    if (subject != null) {
      door.text("subject", subject.to(), limits.subjectLength());
    }
    SessionUpdate checked = update;
    Map<String, Object> metadata = update.metadata();
    if (metadata != null) {
      checked =
          checked.metadata(door.json("metadata", metadata, limits.jsonBytes(), limits.jsonDepth()));
    }
    Map<String, Object> variables = update.contextVariables();
    if (variables != null) {
      checked =
          checked.contextVariables(
              door.json("context_variables", variables, limits.jsonBytes(), limits.jsonDepth()));
    }
    return checked;
  }
}
