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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The front door of one store: what the calls are made through. */
final class LifecycleUnderTest {
  /** Small, so that pages are turned and bounds are met. */
  static final Limits LIMITS = new Limits(200, 4, 300, 4, 20, 100, 5);

  /** From here on a number means a session that was opened last. */
  static final int LAST = 100;

  final String name;
  final CallIds world;
  final SessionLifecycle lifecycle;

  /** Where the listings and the bulk closes came to, by what and for which organization. */
  final Map<String, String> cursors = new HashMap<>();

  /** The sessions of whose end this node was told. */
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
            .retention(RetentionPolicy.keepFor(Duration.ofDays(30)).channel("sms", null))
            .finalizeWith(DeterministicSteps.chain(world))
            .archive(new InMemoryArchive())
            .endUserEraser((organization, user) -> !user.equals(world.user(1)))
            .housekeeping(
                // the time that a transaction takes must not decide how many there are
                HousekeepingOptions.defaults()
                    .purgeBatch(3)
                    .purgeTime(Duration.ofSeconds(10))
                    .purgeShare(100))
            .listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    heard.add(session);
                  }
                })
            .build();
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

  /** A reader's sessions. */
  OrganizationSessions read(int organization) {
    return lifecycle.readOnly().organization(world.organization(organization));
  }

  /** The same sessions through a view of the store, which is the store itself. */
  OrganizationSessions on(int organization) {
    return lifecycle.joining(store).organization(world.organization(organization));
  }

  OrganizationRetention retention(int organization) {
    return lifecycle.retention(world.organization(organization));
  }

  /** A session of the world; or, from {@link #LAST} on, one of those that were opened last. */
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

  /** What a call is answered: values, or the error as a value. */
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
