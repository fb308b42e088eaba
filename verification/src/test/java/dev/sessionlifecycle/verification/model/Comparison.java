package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Applies commands to a model and to stores, all on one clock, and compares their results after
 * each command, and everything that can be read at the end. Results are compared at once, so
 * nothing needs to be read in between.
 */
public final class Comparison {
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  private final SettableClock clock;
  private final Map<String, SessionStore> stores;

  /**
   * Creates a comparison of these stores.
   *
   * @param clock the clock of each store
   * @param stores the stores by a name for messages, without sessions and early ends: some commands
   *     read across all organizations
   */
  public Comparison(SettableClock clock, Map<String, SessionStore> stores) {
    this.clock = clock;
    this.stores = new LinkedHashMap<>(stores);
  }

  /**
   * Applies commands with new {@link CommandIds}, from {@link SettableClock#START} on.
   *
   * @throws AssertionError naming the command and the store whose result differs from the model's
   */
  public void run(List<Command> commands) {
    clock.set(SettableClock.START);
    CommandIds world = CommandIds.create();
    CommandTarget model = new CommandTarget("model", new ModelStore(clock), world, clock);
    List<CommandTarget> subjects = new ArrayList<>();
    stores.forEach((name, store) -> subjects.add(new CommandTarget(name, store, world, clock)));
    for (int i = 0; i < commands.size(); i++) {
      Command command = commands.get(i);
      if (command instanceof ClockAdvance advance) {
        clock.advance(Duration.ofMillis(advance.millis()));
      } else if (command instanceof ClockRewind backwards) {
        Instant before = clock.instant();
        clock.advance(Duration.ofMillis(-backwards.millis()));
        ask(backwards.command(), model, subjects, "command " + i + ", " + command);
        clock.set(before);
      } else if (command instanceof StoreCommand asking) {
        if (asking instanceof SessionCommand.CloseExternal) {
          clock.advance(MOMENT); // which of two equally old ends is deleted first is unspecified
        }
        ask(asking, model, subjects, "command " + i + ", " + command);
      }
    }
    List<Session> left = model.sessions();
    subjects.forEach(it -> compare(left, it.sessions(), it, "what is left"));
    for (Session session : left) {
      Object expected = model.everything(session);
      subjects.forEach(it -> compare(expected, it.everything(session), it, "what is left"));
    }
  }

  private static void ask(
      StoreCommand asking, CommandTarget model, List<CommandTarget> subjects, String when) {
    Object expected = model.answer(asking);
    subjects.forEach(it -> compare(expected, it.answer(asking), it, when));
  }

  private static void compare(Object expected, Object actual, CommandTarget subject, String when) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          "at "
              + when
              + " the store "
              + subject.name
              + " differs from the model:\n  model: "
              + expected
              + "\n  store: "
              + actual
              + differences(expected, actual));
    }
  }

  /** Returns the fields in which two results differ, since sessions print few of their fields. */
  private static String differences(Object expected, Object actual) {
    List<Session> ours = sessions(expected);
    List<Session> theirs = sessions(actual);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      text.append("\n  ").append(Check.differences(ours.get(i), theirs.get(i)));
    }
    return text.toString();
  }

  private static List<Session> sessions(Object value) {
    List<Session> found = new ArrayList<>();
    if (value instanceof Session session) {
      found.add(session);
    } else if (value instanceof Iterable<?> values) {
      values.forEach(it -> found.addAll(sessions(Objects.requireNonNull(it))));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(it -> found.addAll(sessions(Objects.requireNonNull(it))));
    } else if (value instanceof java.util.Optional<?> optional) {
      optional.ifPresent(it -> found.addAll(sessions(it)));
    } else if (value instanceof Record record
        && java.lang.reflect.Modifier.isPublic(record.getClass().getModifiers())) {
      Check.components(record).forEach(it -> found.addAll(sessions(it)));
    }
    return found;
  }
}
