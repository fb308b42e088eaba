package dev.sessionlifecycle.verification.updates;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.assertj.ChainAssert;
import dev.sessionlifecycle.assertj.HistoryAssert;
import dev.sessionlifecycle.assertj.RetentionAssert;
import dev.sessionlifecycle.assertj.SessionAssert;
import dev.sessionlifecycle.assertj.SessionAssertions;
import dev.sessionlifecycle.assertj.StoreAssert;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.http.WebhookSecrets;
import dev.sessionlifecycle.http.WebhookVerifier;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes up a value of any type that the public API takes. */
final class SampleArguments {
  private static final int DEEPEST = 6;
  private static final String BUILDER = "Builder";

  private static final TestStore STORE = TestStore.memory();
  private static final SessionAssert ENDED = ended();

  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "a"),
          Map.entry(UUID.class, new UUID(1, 1)),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(Duration.class, Duration.ofSeconds(10)),
          Map.entry(YearMonth.class, YearMonth.of(2026, 1)),
          Map.entry(Locale.class, Locale.ROOT),
          Map.entry(OutputStream.class, OutputStream.nullOutputStream()),
          Map.entry(Path.class, Path.of("a")),
          Map.entry(URI.class, URI.create("https://example.org")),
          Map.entry(Clock.class, Clock.systemUTC()),
          Map.entry(HttpClient.class, HttpClient.newHttpClient()),
          Map.entry(SessionStore.class, InMemorySessionStore.create()),
          Map.entry(JdbcSessionStore.class, JdbcSessionStore.h2Memory("sample-arguments")),
          Map.entry(WebhookVerifier.class, WebhookVerifier.of(WebhookSecrets.newShared())),
          Map.entry(SessionAssert.class, ENDED),
          Map.entry(ChainAssert.class, ENDED.chain()),
          Map.entry(HistoryAssert.class, ENDED.history()),
          Map.entry(RetentionAssert.class, ENDED.retention()),
          Map.entry(StoreAssert.class, SessionAssertions.assertThat(STORE)),
          Map.entry(PiiType.class, new PiiType("A")),
          Map.entry(PiiSpan.class, new PiiSpan(new PiiType("A"), 0, 1)),
          Map.entry(byte[].class, new byte[32]),
          Map.entry(List.class, List.of()),
          Map.entry(Collection.class, List.of()),
          Map.entry(Set.class, Set.of()),
          Map.entry(Map.class, Map.of()),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(Object.class, "a"),
          Map.entry(boolean.class, true),
          Map.entry(int.class, 1),
          Map.entry(Integer.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(Long.class, 1L),
          Map.entry(double.class, 0.5),
          Map.entry(Double.class, 0.5),
          Map.entry(Boolean.class, true));

  private SampleArguments() {}

  /** Assertions about a session that has ended, since only such a one has a chain. */
  private static SessionAssert ended() {
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(STORE.store())
            .finalizeWith(
                FinalizeChain.first(FinalizeStep.of("scrub", context -> StepOutcome.done())))
            .build();
    Session session =
        SessionFixtures.of(STORE, lifecycle.organization(new UUID(1, 1)))
            .ended(TerminationReason.RESOLVED);
    return SessionAssertions.assertThat(lifecycle, session);
  }

  /** Returns a value of this type. */
  static Object of(Class<?> type) {
    return find(type, 0)
        .orElseThrow(() -> new AssertionError("cannot make up a " + type.getName()));
  }

  private static Optional<Object> find(Class<?> type, int depth) {
    if (VALUES.containsKey(type)) {
      return Optional.of(VALUES.get(type));
    }
    if (type.isEnum()) {
      return Optional.of(type.getEnumConstants()[0]);
    }
    if (type.isArray()) {
      return Optional.of(Array.newInstance(type.getComponentType(), 0));
    }
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    if (type == SessionLifecycle.class) {
      return Optional.of(SessionLifecycle.builder(InMemorySessionStore.create()).build());
    }
    Optional<Object> made = creators(type).flatMap(it -> call(it, depth + 1).stream()).findFirst();
    if (made.isPresent()) {
      return made;
    }
    if (type.isSealed()) {
      return Arrays.stream(type.getPermittedSubclasses())
          .flatMap(it -> find(it, depth + 1).stream())
          .findFirst();
    }
    return type.isInterface() ? Optional.of(proxy(type)) : Optional.empty();
  }

  /** The factories and constructors of a type, the simplest first. */
  private static Stream<Executable> creators(Class<?> type) {
    Stream<Executable> factories =
        Stream.of(type, builtBy(type))
            .distinct()
            .flatMap(it -> Arrays.stream(it.getDeclaredMethods()))
            .filter(it -> Modifier.isStatic(it.getModifiers()))
            .filter(it -> Modifier.isPublic(it.getModifiers()) && it.getReturnType() == type)
            .map(it -> it);
    Stream<Executable> constructors =
        Modifier.isAbstract(type.getModifiers())
            ? Stream.of()
            : Arrays.stream(type.getConstructors());
    return Stream.concat(factories, constructors)
        .sorted(
            Comparator.comparing(Executable::getParameterCount)
                .thenComparing(Executable::toString));
  }

  /** The type that hands out this builder; any other type itself. */
  private static Class<?> builtBy(Class<?> type) {
    if (type.getEnclosingClass() != null) {
      return type.getEnclosingClass();
    }
    try {
      return type.getName().endsWith(BUILDER)
          ? Class.forName(type.getName().substring(0, type.getName().length() - BUILDER.length()))
          : type;
    } catch (ClassNotFoundException e) {
      return type;
    }
  }

  private static Optional<Object> call(Executable creator, int depth) {
    Object[] arguments = new Object[creator.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      Optional<Object> argument = find(creator.getParameterTypes()[i], depth);
      if (argument.isEmpty()) {
        return Optional.empty();
      }
      arguments[i] = argument.get();
    }
    try {
      return Optional.ofNullable(
          creator instanceof Method method
              ? method.invoke(null, arguments)
              : ((Constructor<?>) creator).newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  private static Object proxy(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (self, method, arguments) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }
}
