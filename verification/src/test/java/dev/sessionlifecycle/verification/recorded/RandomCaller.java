package dev.sessionlifecycle.verification.recorded;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Appended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Conflict;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Ended;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Fact;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Listed;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Missing;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Seen;
import dev.sessionlifecycle.verification.recorded.RecordedCall.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** A thread that makes random calls and records their results. */
final class RandomCaller {
  private final SessionLifecycle lifecycle;
  private final List<UUID> organizations;
  private final List<Session> sessions;
  private final Random random;

  RandomCaller(
      SessionLifecycle lifecycle, List<UUID> organizations, List<Session> sessions, long seed) {
    this.lifecycle = lifecycle;
    this.organizations = organizations;
    this.sessions = sessions;
    this.random = new Random(seed);
  }

  static Session open(OrganizationSessions door) {
    return door.open(SessionRequest.on("api", UUID.randomUUID())).orThrow();
  }

  List<RecordedCall> call(int times) {
    List<RecordedCall> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Session session = sessions.get(random.nextInt(sessions.size()));
      UUID organization =
          random.nextInt(8) == 0
              ? organizations.get(random.nextInt(organizations.size()))
              : session.organizationId();
      long start = System.nanoTime();
      Fact fact = ask(lifecycle.organization(organization), session.id());
      calls.add(new RecordedCall(organization, session.id(), fact, start, System.nanoTime()));
    }
    return calls;
  }

  private Fact ask(OrganizationSessions door, UUID id) {
    try {
      int kind = random.nextInt(100);
      if (kind < 8) {
        return close(door, id);
      } else if (kind < 40) {
        return append(door, id);
      } else if (kind < 75) {
        return update(door, id);
      } else if (kind < 97) {
        Session seen = door.get(id);
        return new Seen(seen.organizationId(), seen.version(), seen.triggeredBy());
      }
      return new Listed(
          door.list(SessionFilter.all(), null, 50).items().stream()
              .map(Session::organizationId)
              .collect(Collectors.toSet()));
    } catch (SessionNotFoundException e) {
      return new Missing();
    } catch (SessionConflictException e) {
      return new Conflict();
    }
  }

  private static Fact close(OrganizationSessions door, UUID id) {
    CloseResult result =
        door.close(id, EndRequest.unspecified().withTriggeredBy(UUID.randomUUID().toString()));
    return new Ended(by(result.session()), result instanceof CloseResult.Closed);
  }

  private static Fact append(OrganizationSessions door, UUID id) {
    Message message = Message.fromUser("hello").withId(UUID.randomUUID());
    AppendResult result = door.append(id, List.of(message));
    return result instanceof AppendResult.AlreadyEnded ended
        ? new Ended(by(ended.session()), false)
        : new Appended(Objects.requireNonNull(message.id()));
  }

  private static Fact update(OrganizationSessions door, UUID id) {
    long from = door.get(id).version();
    String subject = UUID.randomUUID().toString();
    UpdateResult result = door.update(id, from, SessionUpdate.nothing().withSubject(subject));
    if (result instanceof UpdateResult.AlreadyEnded ended) {
      return new Ended(by(ended.session()), false);
    }
    return new Updated(from, ((UpdateResult.Updated) result).session().version(), subject);
  }

  private static String by(Session ended) {
    return Objects.requireNonNull(ended.triggeredBy());
  }
}
