package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The lifecycle on one store, through which the calls are made. */
final class LifecycleUnderTest {
  /** Small, so that several pages are read and limits are reached. */
  static final Limits LIMITS = new Limits(200, 4, 300, 4, 20, 100, 5);

  /** From this number on, a number refers to one of the sessions opened last. */
  static final int LAST = 100;

  final String name;
  final CallIds world;
  final SessionLifecycle lifecycle;

  /** Where listings and bulk closes stopped, by kind and organization. */
  final Map<String, String> cursors = new HashMap<>();

  /** The events of the last call, in their order. */
  List<RecordedEvents.Event> heard = List.of();

  private final RecordedEvents events = new RecordedEvents();
  private @Nullable JoinedSessions joined;

  private final List<UUID> opened = new ArrayList<>();
  private final SessionStore store;
  private final SettableClock clock;
  private int call;
  private int made;

  LifecycleUnderTest(String name, SessionStore store, CallIds world, SettableClock clock) {
    this.name = name;
    this.world = world;
    this.store = store;
    this.clock = clock;
    this.lifecycle =
        SessionLifecycle.builder(store)
            .clock(clock)
            .ids(this::nextId)
            .limits(LIMITS)
            .timeLimits(TimeLimits.defaults().withWarnBefore(Duration.ofMinutes(2)))
            .retention(RetentionPolicy.keepFor(Duration.ofDays(30)).withChannel("sms", null))
            .finalizeWith(DeterministicSteps.chain(world))
            .archive(new InMemoryArchive())
            .endUserEraser((organization, user) -> !user.equals(world.user(1)))
            .recordings(this::deleteRecordings)
            .housekeeping(
                // the duration of a transaction must not determine how many there are
                HousekeepingOptions.defaults()
                    .withPurgeBatch(3)
                    .withPurgeTime(Duration.ofSeconds(10))
                    .withPurgeShare(100))
            .listener(events)
            .build();
  }

  /** Fails always for one of the sessions, so that every store keeps it. */
  private void deleteRecordings(UUID organization, UUID session) throws IOException {
    if (session.equals(world.session(2))) {
      throw new IOException("down");
    }
  }

  private UUID nextId() {
    return world.made(call, made++);
  }

  Instant now() {
    return clock.instant();
  }

  OrganizationSessions sessions(int organization) {
    return lifecycle.organization(world.organization(organization));
  }

  /** Returns read access to the sessions. */
  OrganizationSessions read(int organization) {
    return lifecycle.readOnly().organization(world.organization(organization));
  }

  /** Returns the sessions through a view of the store that says it can still be rolled back. */
  OrganizationSessions on(int organization) {
    SessionStore view = FalsifyingStore.of("isJoined", joined -> true, store);
    JoinedSessions sessions = lifecycle.joining(view);
    joined = sessions;
    return sessions.organization(world.organization(organization));
  }

  /**
   * Ends the transaction of the last call if it was joined. The work stays; only its events are
   * forgotten where the number of the call says so.
   */
  private void endTransaction(int number) {
    JoinedSessions sessions = joined;
    if (sessions != null) {
      joined = null;
      Check.that(events.drain().isEmpty(), "no event is reported before the commit", number);
      JoinedSavepoint savepoint = sessions.afterSavepoint();
      if (number % 3 == 0) {
        sessions.afterRollback();
      } else if (number % 3 == 1) {
        savepoint.afterRollback();
      }
      sessions.afterCommit();
    }
  }

  OrganizationRetention retention(int organization) {
    return lifecycle.retention(world.organization(organization));
  }

  /**
   * Returns the id of a session by number or, from {@link #LAST} on, of one of those opened last.
   */
  UUID session(int number) {
    int back = number - LAST;
    return back < 0 || opened.isEmpty()
        ? world.session(number)
        : opened.get(Math.max(0, opened.size() - 1 - back));
  }

  private void remember(Object answer) {
    if (answer instanceof List<?> several) {
      several.forEach(this::remember);
    } else if (answer instanceof BulkResult.Succeeded<?> done) {
      remember(done.value());
    } else if (answer instanceof OpenResult.Opened one) {
      opened.add(one.session().id());
    } else if (answer instanceof OpenResult.Superseded one) {
      opened.add(one.session().id());
    }
  }

  /** Makes a call; returns its result, or the error as a value. */
  Object answer(int number, RandomCall asked) {
    call = number;
    made = 0;
    try {
      Object answer = asked.ask().of(this);
      remember(answer);
      return ComparableAnswers.of(answer);
    } catch (RuntimeException e) {
      return ComparableAnswers.of(e);
    } finally {
      endTransaction(number);
      heard = events.drain();
    }
  }
}
