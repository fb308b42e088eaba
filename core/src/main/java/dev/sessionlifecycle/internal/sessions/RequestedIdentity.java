package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Refuses to answer an opening with a session that is not the one asked for. What is compared never
 * changes once a session is open, so the answer of the store is enough: it has changed nothing.
 */
final class RequestedIdentity {
  private RequestedIdentity() {}

  /** Returns the reply, or throws if its session contradicts the request. */
  static OpenResult check(
      SessionRequest request, OpenIntent intent, OpenResult reply, SessionStore store) {
    Storing asked = request.storing();
    Session answer = reply.session();
    if (!(reply instanceof OpenResult.AlreadyEnded)
        && answer.storing().stricter(asked) != answer.storing()) {
      throw new SessionConflictException(
          "storing_conflict",
          "session " + answer.id() + " is there already, and stores " + answer.storing().wire());
    }
    if (reply instanceof OpenResult.Reused || reply instanceof OpenResult.AlreadyEnded) {
      check(request, intent.draft(), reply.session(), store);
    }
    return reply;
  }

  private static void check(
      SessionRequest request, Session draft, Session found, SessionStore store) {
    if (found.endUserId().equals(Anonymizer.ANONYMOUS_USER)) {
      return; // whose it was is not known any more
    }
    boolean isById = found.id().equals(draft.id());
    ExternalRef ref = draft.externalRef();
    boolean hasRef = ref == null || hasRef(found, ref, store);
    List<String> other = differences(draft, found);
    if (!isById && ref != null && hasRef && request.id() != null) {
      other.add("id");
    }
    if (!other.isEmpty()) {
      throw new SessionConflictException(
          isById ? "session_id_taken" : "external_id_taken",
          "session " + found.id() + " is there already, with another " + String.join(", ", other));
    } else if (!hasRef) {
      throw new SessionConflictException(
          "external_id_conflict",
          "session " + found.id() + " is there already, without this external id");
    }
  }

  private static List<String> differences(Session draft, Session found) {
    List<String> fields = new ArrayList<>();
    if (!found.endUserId().equals(draft.endUserId())) {
      fields.add("end_user_id");
    }
    if (!Channels.normalized(found.channel()).equals(Channels.normalized(draft.channel()))) {
      fields.add("channel");
    }
    if (found.sessionType() != draft.sessionType()) {
      fields.add("session_type");
    }
    return fields;
  }

  /** Whether a session has an external id; a step may have replaced the one that an ended shows. */
  private static boolean hasRef(Session found, ExternalRef ref, SessionStore store) {
    UUID id = found.id();
    return ref.equals(found.externalRef())
        || (found.isEnded()
            && store
                .findByExternalRef(found.organizationId(), ref)
                .filter(it -> it.id().equals(id))
                .isPresent());
  }
}
