package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainStore.Backlog;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.TransitionReply;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A store that stores nothing: every method returns the most plausible empty result. */
final class NoOpStore {
  private static final Map<Class<?>, Object> ANSWERS =
      Map.of(
          TransitionReply.class,
          new TransitionReply.Missing(),
          EnrichReply.class,
          new EnrichReply.Missing(),
          Optional.class,
          Optional.empty(),
          OptionalLong.class,
          OptionalLong.empty(),
          List.class,
          List.of(),
          Set.class,
          Set.of(),
          boolean.class,
          false,
          Transcript.class,
          new Transcript(List.of()),
          Backlog.class,
          new Backlog(0, 0, 0, 0, Duration.ZERO));

  private NoOpStore() {}

  static SessionStore store() {
    return proxy(SessionStore.class);
  }

  private static <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer(method, arguments)));
  }

  private static Object answer(Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "open" -> new OpenResult.Opened(((OpenIntent) arguments[0]).draft());
      case "append" ->
          new AppendReply.Appended(
              ((AppendIntent) arguments[0]).messages().stream().map(NoOpStore::stored).toList());
      case "close" -> arguments == null ? null : new CloseReply.Missing();
      case "closeExternal" -> new CloseReply.Kept();
      case "closeAll" -> forEach(arguments[0], new CloseReply.Missing());
      case "settle" -> forEach(arguments[0], SettleReply.STALE);
      case "chains", "owners", "policies" -> proxy(method.getReturnType());
      case "toString" -> "a store that does nothing";
      default -> ANSWERS.get(method.getReturnType());
    };
  }

  private static StoredMessage stored(Message message) {
    return new StoredMessage(
        message.id(), 1, message.role(), message.text(), message.sentAt(), message.turnId());
  }

  private static <T> List<T> forEach(Object elements, T answer) {
    return Collections.nCopies(((List<?>) elements).size(), answer);
  }
}
