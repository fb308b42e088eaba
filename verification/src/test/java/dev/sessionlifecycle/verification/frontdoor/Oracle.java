package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Observes every result of one store, and detects broken promises even if all stores break them
 * alike: the first end wins, and every later one gets its record; an ended session never becomes
 * live again; nothing crosses organizations; errors are typed.
 */
final class Oracle {
  /** The packages whose records may hold sessions. */
  private static final Set<Package> RESULTS =
      Stream.of(BulkResult.class, Session.class, HousekeepingReport.class, ParkedChain.class)
          .map(Class::getPackage)
          .collect(Collectors.toSet());

  private final LifecycleUnderTest front;
  private final Map<SessionKey, Session> known = new HashMap<>();
  private final Set<SessionKey> opened = new HashSet<>();
  private final Set<SessionKey> ended = new HashSet<>();
  private final Set<List<Object>> announced = new HashSet<>();
  private long gone;

  Oracle(LifecycleUnderTest front) {
    this.front = front;
  }

  /** Observes one result. */
  void hear(RandomCall call, Object answer) {
    hear(call.organization(), answer);
  }

  /**
   * Looks for what a call has deleted: after its events, since a call may end and delete the same
   * session, whose id may be used again.
   */
  void look(RandomCall call) {
    if (call.kind().equals("housekeeping") || call.kind().equals("erase")) {
      look();
    }
  }

  /** Observes the events of one call: each session is opened once and ends once. */
  void hear(List<RecordedEvents.Event> events) {
    for (RecordedEvents.Event event : events) {
      SessionKey key = key(event.session());
      if (event.name().equals("opened")) {
        Check.that(opened.add(key), "one call opens a session", event);
      } else if (event.name().equals("ended")) {
        Check.that(ended.add(key), "one call ends a session", event);
      } else if (event.name().equals("moved")) {
        Check.that(
            !event.details().contains(event.session().status()) && !ended.contains(key),
            "a move leads a live session to another status",
            event);
      } else if (event.name().equals("expiring")) {
        Check.that(
            event.session().status().isLive() && announced.add(List.of(key, event.details())),
            "a limit of a live session is announced once",
            event);
      } else if (!event.name().equals("evaluated")) { // that of a live session, too
        Check.that(event.session().isEnded(), "the event is about an ended session", event);
      }
    }
  }

  private void hear(int organization, Object answer) {
    if (answer instanceof ComparableAnswers.Refusal refusal) {
      Check.that(
          SessionLifecycleException.class.isAssignableFrom(refusal.type())
              && refusal.type() != StoreException.class,
          "an error tells the caller what is wrong",
          refusal);
    } else if (answer instanceof Iterable<?> several) {
      several.forEach(it -> hear(organization, it));
    } else if (answer instanceof Map.Entry<?, ?> entry) {
      hear(organization, entry.getValue());
    } else if (answer instanceof Optional<?> optional) {
      optional.ifPresent(it -> hear(organization, it));
    } else if (answer instanceof Session session) {
      see(organization, session);
    } else if (answer instanceof Record record && !(answer instanceof ArchivedSession)) {
      result(organization, record);
    }
  }

  private void result(int organization, Record answer) {
    if (answer instanceof CloseResult.Closed closed) {
      ends(closed.session());
    } else if (answer instanceof OpenResult.Opened opened) {
      checkOpened(opened.session());
    } else if (answer instanceof OpenResult.Superseded superseded) {
      checkOpened(superseded.session());
      ends(superseded.old());
    } else if (answer instanceof OpenResult.AlreadyEnded early) {
      known.putIfAbsent(key(early.session()), early.session());
    } else if (answer instanceof AppendResult.AlreadyEnded ended) {
      Check.that(ended.session().isEnded(), "what has ended has ended", ended);
    } else if (answer instanceof TransitionResult.Moved done) {
      Check.that(done.session().status().isLive(), "a move leads to a live status", done);
    } else if (answer instanceof CloseResult.AlreadyEnded late) {
      Session winner = known.get(key(late.session()));
      Check.that(late.session().isEnded(), "the winner's record is one of an end", late);
      Check.that(winner != null, "only what was opened has ended", late);
    }
    if (RESULTS.contains(answer.getClass().getPackage())) {
      Check.components(answer).forEach(it -> hear(organization, it));
    }
  }

  private static SessionKey key(Session session) {
    return new SessionKey(session.organizationId(), session.id());
  }

  private void checkOpened(Session session) {
    Check.that(!known.containsKey(key(session)), "an id is opened once", session);
    known.put(key(session), session);
  }

  private void ends(Session session) {
    Session before = known.get(key(session));
    Check.that(before != null && !before.isEnded(), "only what lives is ended", session);
  }

  private void see(int organization, Session session) {
    SessionInvariants.checkCurrent(session);
    Session before = known.get(key(session));
    if (before == null) {
      throw new AssertionError("nobody has opened " + session);
    }
    SessionInvariants.follows(before, session);
    Check.that(
        organization < 0 || session.organizationId().equals(front.world.organization(organization)),
        "a session is answered to its own organization",
        session);
    known.put(key(session), session);
  }

  /** Checks what time or an erasure has left of the sessions. */
  private void look() {
    for (Session before : List.copyOf(known.values())) {
      OrganizationSessions sessions = front.lifecycle.organization(before.organizationId());
      Optional<Session> after = sessions.find(before.id());
      if (after.isPresent()) {
        see(-1, after.get());
      } else {
        known.remove(key(before));
        opened.remove(key(before));
        ended.remove(key(before));
        gone++;
      }
    }
  }

  /** Checks everything that is left. */
  void judge() {
    look();
    long receipts = 0;
    for (int i = 0; i < 2; i++) {
      UUID organization = front.world.organization(i);
      OrganizationSessions sessions = front.sessions(i);
      List<Session> listing = FullSnapshot.sessions(sessions);
      List<Session> expected =
          known.values().stream().filter(it -> it.organizationId().equals(organization)).toList();
      Check.that(
          listing.size() == expected.size() && listing.containsAll(expected),
          "all that were opened are listed once",
          listing);
      SessionInvariants.counts(listing, sessions.count(SessionFilter.all()));
      for (Session session : listing) {
        SessionInvariants.messages(session, sessions.messages(session.id()));
        SessionInvariants.history(session, sessions.history(session.id()));
      }
      receipts +=
          FullSnapshot.receipts(front.retention(i)).stream()
              .filter(it -> it.kind() != Receipt.Kind.ANONYMIZE)
              .mapToLong(Receipt::sessions)
              .sum();
    }
    Check.that(receipts == gone, "there are receipts for the " + gone + " that are gone", receipts);
  }
}
