package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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

  /** The sessions whose end was reported to this node. */
  final List<Session> heard = new ArrayList<>();

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
            .listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    heard.add(session);
                  }
                })
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

  /** Returns the sessions through a view of the store that is the store itself. */
  OrganizationSessions on(int organization) {
    return lifecycle.joining(store).organization(world.organization(organization));
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
    heard.clear();
    try {
      Object answer = asked.ask().of(this);
      remember(answer);
      return ComparableAnswers.of(answer);
    } catch (RuntimeException e) {
      return ComparableAnswers.of(e);
    }
  }
}
