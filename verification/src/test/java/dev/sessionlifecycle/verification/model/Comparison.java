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
 * Applies commands to a model and to stores, all by one clock, and compares what they answer after
 * every one of them, and everything that can be read at the end. What is asked is compared at once,
 * so that nothing has to be read in between.
 */
public final class Comparison {
  private static final Duration MOMENT = Duration.ofNanos(1_000);

  private final SettableClock clock;
  private final Map<String, SessionStore> stores;

  /**
   * Compares these stores.
   *
   * @param clock the clock of each of them
   * @param stores the stores by a name for messages, without sessions and early ends: some commands
   *     ask about all that there are
   */
  public Comparison(SettableClock clock, Map<String, SessionStore> stores) {
    this.clock = clock;
    this.stores = new LinkedHashMap<>(stores);
  }

  /**
   * Applies commands in a new {@link CommandIds}, from {@link SettableClock#START} on.
   *
   * @throws AssertionError naming the command and the store where an answer is not the model's
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
          clock.advance(MOMENT); // which of two equally old ends is forgotten first is not said
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

  /** Sessions print few fields: tells those in which two answers differ. */
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
