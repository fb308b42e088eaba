package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The store in memory, on a clock that runs as that of a database does, and jumps where the test
 * lets time pass: the finalizer counts on it that work takes time. It remembers which sessions were
 * opened, since nothing lists those of all organizations.
 */
final class MemoryTestStore implements TestStore {
  private static final int PAGE = 500;

  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final InstantSource system = InstantSource.system();
  private final InstantSource clock = () -> system.instant().plus(passed.get());
  private final SessionStore memory = InMemorySessionStore.create(clock);
  private final Set<SessionKey> opened = ConcurrentHashMap.newKeySet();
  private final SessionStore watched =
      (SessionStore)
          Proxy.newProxyInstance(
              SessionStore.class.getClassLoader(),
              new Class<?>[] {SessionStore.class},
              (proxy, method, arguments) -> call(method, arguments));

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    if (arguments != null) {
      remember(arguments[0]);
    }
    try {
      return method.invoke(memory, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void remember(@Nullable Object argument) {
    if (argument instanceof OpenIntent intent) {
      opened.add(new SessionKey(intent.draft().organizationId(), intent.draft().id()));
    } else if (argument instanceof List<?> several) {
      several.forEach(this::remember);
    }
  }

  @Override
  public SessionStore store() {
    return watched;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void advance(Duration by) {
    passed.accumulateAndGet(TimeShift.checked(by), Duration::plus);
  }

  @Override
  public Set<UUID> organizations() {
    return opened.stream().map(SessionKey::organizationId).collect(Collectors.toSet());
  }

  @Override
  public Set<String> placesOf(String text) {
    SearchedText searched = SearchedText.of(text);
    Set<String> places = new TreeSet<>();
    for (SessionKey session : opened) {
      ofSession(session).forEach((place, answer) -> searched.add(answer, place, places));
    }
    for (UUID organization : organizations()) {
      ofOrganization(organization).forEach((place, answer) -> searched.add(answer, place, places));
    }
    return places;
  }

  private Map<String, Object> ofSession(SessionKey session) {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("session", memory.find(session));
    answers.put("closed session", memory.chains().session(session));
    answers.put("chain", memory.chains().find(session));
    answers.put("attempts", memory.chains().attempts(session));
    answers.put(
        "messages", all(after -> memory.messages(session, after, PAGE), StoredMessage::sequence));
    answers.put(
        "history", all(after -> memory.history(session, after, PAGE), HistoryEntry::sequence));
    answers.put("evals", memory.evals().list(session, null, PAGE));
    return answers;
  }

  private static <T> List<T> all(IntFunction<List<T>> page, ToIntFunction<T> sequence) {
    List<T> all = new ArrayList<>();
    List<T> next = page.apply(0);
    while (!next.isEmpty()) {
      all.addAll(next);
      next = page.apply(sequence.applyAsInt(next.get(next.size() - 1)));
    }
    return all;
  }

  private Map<String, Object> ofOrganization(UUID organization) {
    Map<String, Object> answers = new LinkedHashMap<>();
    answers.put("holds", memory.holds().list(organization, false, null, PAGE));
    answers.put("receipts", memory.disposals().receipts(organization, null, PAGE));
    return answers;
  }

  @Override
  public Optional<DataSource> dataSource() {
    return Optional.empty();
  }

  @Override
  public void close() {
    memory.close();
  }
}
