package dev.sessionlifecycle.verification.equivalence;

import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalStore.DueSessions;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.SweepStore.SweepCandidates;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UnfinishedPage;
import dev.sessionlifecycle.spi.UpdateReply;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that omits one operation: it returns what it would if there were nothing to do. */
public final class OmittingStore {
  private static final Map<Class<?>, Object> NOTHING =
      Map.ofEntries(
          Map.entry(boolean.class, false),
          Map.entry(int.class, 0),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(OptionalLong.class, OptionalLong.empty()),
          Map.entry(List.class, List.of()),
          Map.entry(Set.class, Set.of()),
          Map.entry(Backlog.class, new Backlog(0, 0, 0, 0, Duration.ZERO)),
          Map.entry(UnfinishedPage.class, new UnfinishedPage(Instant.EPOCH, List.of())),
          Map.entry(CurrentChains.class, CurrentChains.none()),
          Map.entry(SessionCounts.class, new SessionCountsBuilder().counts()),
          Map.entry(SweepCandidates.class, new SweepCandidates(Instant.EPOCH, List.of())),
          Map.entry(DueSessions.class, new DueSessions(Instant.EPOCH, List.of(), 0)),
          Map.entry(DisposalReply.class, new DisposalReply(List.of(), Map.of(), null)),
          Map.entry(AppendReply.class, new AppendReply.Missing()),
          Map.entry(TransitionReply.class, new TransitionReply.Missing()),
          Map.entry(CloseReply.class, new CloseReply.Missing()),
          Map.entry(EnrichReply.class, new EnrichReply.Missing()),
          Map.entry(UpdateReply.class, new UpdateReply.Missing()),
          Map.entry(EvalReply.class, new EvalReply.Missing()));

  private OmittingStore() {}

  /**
   * Returns the store without an operation.
   *
   * @param operation such as {@code SessionStore.open}
   */
  public static SessionStore of(String operation, SessionStore store) {
    return wrap(SessionStore.class, store, operation);
  }

  private static <T> T wrap(Class<T> type, Object target, String operation) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer(type, method, target, arguments, operation)));
  }

  private static @Nullable Object answer(
      Class<?> type, Method method, Object target, Object @Nullable [] arguments, String operation)
      throws Throwable {
    if (operation.equals(type.getSimpleName() + "." + method.getName())) {
      return nothing(method, arguments);
    }
    try {
      Object answer = method.invoke(target, arguments);
      Class<?> returned = method.getReturnType();
      return returned.isInterface() && returned.getSimpleName().endsWith("Store")
          ? wrap(returned, Objects.requireNonNull(answer), operation)
          : answer;
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private static @Nullable Object nothing(Method method, Object @Nullable [] arguments) {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    return switch (method.getName()) {
      case "open" -> new OpenResult.Opened(((OpenIntent) Objects.requireNonNull(first)).draft());
      case "appendAll" -> forEach(first, new AppendReply.Missing());
      case "closeAll" -> forEach(first, new CloseReply.Missing());
      case "settle" -> forEach(first, SettleReply.STALE);
      default -> NOTHING.get(method.getReturnType());
    };
  }

  private static <T> List<T> forEach(@Nullable Object elements, T answer) {
    return Collections.nCopies(((List<?>) Objects.requireNonNull(elements)).size(), answer);
  }
}
