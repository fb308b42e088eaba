package dev.sessionlifecycle.verification.recorded;

import dev.sessionlifecycle.AppendResult;
import dev.sessionlifecycle.CloseResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.SessionUpdate;
import dev.sessionlifecycle.UpdateResult;
import dev.sessionlifecycle.verification.recorded.Call.Appended;
import dev.sessionlifecycle.verification.recorded.Call.Conflict;
import dev.sessionlifecycle.verification.recorded.Call.Ended;
import dev.sessionlifecycle.verification.recorded.Call.Fact;
import dev.sessionlifecycle.verification.recorded.Call.Listed;
import dev.sessionlifecycle.verification.recorded.Call.Missing;
import dev.sessionlifecycle.verification.recorded.Call.Seen;
import dev.sessionlifecycle.verification.recorded.Call.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** One thread: makes random calls and writes down what it is answered. */
final class Caller {
  private final SessionLifecycle lifecycle;
  private final List<UUID> organizations;
  private final List<Session> sessions;
  private final Random random;

  Caller(SessionLifecycle lifecycle, List<UUID> organizations, List<Session> sessions, long seed) {
    this.lifecycle = lifecycle;
    this.organizations = organizations;
    this.sessions = sessions;
    this.random = new Random(seed);
  }

  static Session open(OrganizationSessions door) {
    return door.open(SessionRequest.on("api", UUID.randomUUID())).orThrow();
  }

  List<Call> call(int times) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Session session = sessions.get(random.nextInt(sessions.size()));
      UUID organization =
          random.nextInt(8) == 0
              ? organizations.get(random.nextInt(organizations.size()))
              : session.organizationId();
      long start = System.nanoTime();
      Fact fact = ask(lifecycle.organization(organization), session.id());
      calls.add(new Call(organization, session.id(), fact, start, System.nanoTime()));
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
        door.close(id, EndRequest.unspecified().triggeredBy(UUID.randomUUID().toString()));
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
    UpdateResult result = door.update(id, from, SessionUpdate.nothing().subject(subject));
    if (result instanceof UpdateResult.AlreadyEnded ended) {
      return new Ended(by(ended.session()), false);
    }
    return new Updated(from, ((UpdateResult.Updated) result).session().version(), subject);
  }

  private static String by(Session ended) {
    return Objects.requireNonNull(ended.triggeredBy());
  }
}
