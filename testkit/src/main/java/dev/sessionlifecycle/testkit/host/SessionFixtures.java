package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of one organization in any state, each in one line: voice calls of one end user, with a
 * message of each side once they are or were active. Nothing runs by itself: {@link
 * SessionTime#settle} runs the chains.
 */
public final class SessionFixtures {
  private static final UUID NODE = new UUID(0, 0);

  private final TestStore store;
  private final OrganizationSessions sessions;
  private final UUID endUser = UUID.randomUUID();

  private SessionFixtures(TestStore store, OrganizationSessions sessions) {
    this.store = store;
    this.sessions = sessions;
  }

  /** The sessions of an organization on a store for tests. */
  public static SessionFixtures of(TestStore store, OrganizationSessions sessions) {
    return new SessionFixtures(
        Validator.require("store", store), Validator.require("sessions", sessions));
  }

  /** Returns the end user of all these sessions. */
  public UUID endUser() {
    return endUser;
  }

  /** An active session. */
  public Session active() {
    return in(SessionStatus.ACTIVE);
  }

  /**
   * A session in one of the eleven statuses. One that has ended has the usual reason of such an
   * end.
   */
  public Session in(SessionStatus status) {
    if (Validator.require("status", status).isTerminal()) {
      return end(status, EndRequest.unspecified());
    }
    if (!status.isLive()) {
      throw Validator.invalid("status", "must be one of the eleven");
    }
    boolean isNew = status == SessionStatus.QUEUED || status == SessionStatus.RINGING;
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", endUser)
                    .inbound()
                    .withStatus(isNew ? status : SessionStatus.ACTIVE))
            .orThrow();
    if (!isNew) {
      sessions.append(session.id(), Message.fromUser("Hello?"));
      sessions.append(session.id(), Message.fromAgent("How can I help?"));
      sessions.transition(session.id(), status);
    }
    return sessions.get(session.id());
  }

  /** A session that was closed for this reason. */
  public Session ended(TerminationReason reason) {
    return ended(SessionStatus.CLOSED, reason);
  }

  /**
   * A session that ended with this status for this reason.
   *
   * @param status one of the four of an ended session
   */
  public Session ended(SessionStatus status, TerminationReason reason) {
    if (!Validator.require("status", status).isTerminal()) {
      throw Validator.invalid("status", "must be one of an ended session");
    }
    return end(status, EndRequest.because(reason));
  }

  private Session end(SessionStatus status, EndRequest request) {
    UUID id = active().id();
    switch (status) {
      case EXPIRED -> sessions.expire(id, request);
      case ERROR -> sessions.fail(id, request);
      case SUPERSEDED -> sessions.supersede(id, null, request);
      default -> sessions.close(id, request);
    }
    return sessions.get(id);
  }

  /**
   * A closed session whose chain has come to this step: all that the step waits for is done, and
   * the step itself is pending, done, skipped or, after its last attempt, parked. What is behind it
   * is pending. No step was called, so there are no effects.
   *
   * @param step the name of a step of the chain
   */
  public Session withStep(String step, Progress progress) {
    Phase phase = Phase.valueOf(Validator.require("progress", progress).name());
    int attempts = phase == Phase.PENDING ? 0 : 1;
    return withStep(step, phase, attempts, null);
  }

  /**
   * A closed session whose chain has come to this step, which has failed and is retried later. All
   * that the step waits for is done.
   *
   * @param attempts how many attempts have failed: 1 or more
   * @param in when the next one is due, from now
   */
  public Session withRetry(String step, int attempts, Duration in) {
    Validator.requireBetween("attempts", attempts, 1, ChainState.MAX_ATTEMPTS);
    return withStep(step, Phase.PENDING, attempts, TimeShift.checked(in));
  }

  private Session withStep(String step, Phase phase, int attempts, @Nullable Duration retry) {
    ChainStore chains = store.store().chains();
    Session session = in(SessionStatus.CLOSED);
    ChainRecord chain =
        chains.find(new SessionKey(session.organizationId(), session.id())).orElseThrow();
    ChainDefinition definition = chains.shape(chain.shape()).orElseThrow();
    int place = definition.names().indexOf(Validator.require("step", step));
    if (place < 0) {
      throw Validator.invalid("step", "is not one of the chain: " + definition.names());
    }
    Instant now = store.clock().instant().truncatedTo(ChronoUnit.MICROS);
    List<AttemptRecord> records = new ArrayList<>();
    ChainState state = chain.state();
    for (int before : waitedFor(definition, place)) {
      state = state.with(before, new ChainState.Progress(Phase.DONE, 1, null));
      records.add(record(definition, before, 1, AttemptRecord.Result.DONE, now));
    }
    Instant notBefore = retry == null ? null : now.plus(retry);
    state = state.with(place, new ChainState.Progress(phase, attempts, notBefore));
    for (int attempt = 1; attempt <= attempts; attempt++) {
      records.add(record(definition, place, attempt, result(phase), now));
    }
    boolean isReady = !state.ready(definition).isEmpty();
    Duration dueIn = retry != null ? retry : isReady ? Duration.ZERO : null;
    if (!chains.revise(chain, state, dueIn, records)) {
      throw new IllegalStateException("the chain of the new session has changed already");
    }
    return sessions.get(session.id());
  }

  private static AttemptRecord.Result result(Phase phase) {
    return phase == Phase.PENDING
        ? AttemptRecord.Result.FAILED
        : AttemptRecord.Result.valueOf(phase.name());
  }

  private static AttemptRecord record(
      ChainDefinition definition, int step, int attempt, AttemptRecord.Result result, Instant now) {
    String label = result == AttemptRecord.Result.DONE ? null : "for_the_test";
    return new AttemptRecord(definition.names().get(step), attempt, NODE, now, now, result, label);
  }

  /** Returns the places of all steps that one waits for, directly or not. */
  private static Set<Integer> waitedFor(ChainDefinition definition, int step) {
    Set<Integer> all = new TreeSet<>();
    for (int before : definition.steps().get(step).after()) {
      all.add(before);
      all.addAll(waitedFor(definition, before));
    }
    return all;
  }
}
