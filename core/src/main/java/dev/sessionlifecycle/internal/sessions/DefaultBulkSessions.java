package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Validates many elements at once, and maps the store's reply to each. */
record DefaultBulkSessions(
    DefaultSessions sessions, SessionReader reading, SessionEnder ending, LifecycleContext wiring)
    implements BulkSessions {
  @Override
  public List<BulkResult<OpenResult>> open(List<SessionRequest> requests) {
    needsWriteAccess("open");
    Predicate<UUID> policies = sessions.definedPolicies();
    List<OpenIntent> intents =
        compile(
            requests, it -> OpenIntents.compile(sessions.organizationId(), it, wiring, policies));
    return answers(
        sessions.store().openAll(intents),
        (i, reply) -> sessions.read(requests.get(i), intents.get(i), reply));
  }

  @Override
  public List<BulkResult<AppendResult>> append(List<SessionMessages> messages) {
    needsWriteAccess("append");
    List<AppendIntent> intents =
        compile(messages, it -> AppendIntents.compile(key(it.sessionId()), it.messages(), wiring));
    return answers(
        sessions.store().appendAll(intents), (i, reply) -> sessions.read(intents.get(i), reply));
  }

  @Override
  public List<BulkResult<CloseResult>> close(List<UUID> sessionIds, EndRequest request) {
    needsWriteAccess("close");
    Validator.require("request", request);
    return wiring.reported(
        call(request),
        () -> {
          Instant now = wiring.now();
          return closeAll(compile(sessionIds, it -> closing(it, request, now)), request);
        },
        DefaultBulkSessions::ends);
  }

  private EndCall call(EndRequest request) {
    return new EndCall(EndCall.Via.BULK, sessions.organizationId(), null, request.triggeredBy());
  }

  /** Returns the results of those that did not fail. */
  private static List<CloseResult> ends(Collection<BulkResult<CloseResult>> results) {
    return results.stream()
        .filter(BulkResult.Succeeded.class::isInstance)
        .map(it -> ((BulkResult.Succeeded<CloseResult>) it).value())
        .toList();
  }

  private List<BulkResult<CloseResult>> closeAll(List<CloseIntent> intents, EndRequest request) {
    return answers(
        sessions.store().closeAll(intents),
        (i, reply) -> ending.result(intents.get(i).session().sessionId(), reply, request));
  }

  @Override
  public BulkClosePage close(
      SessionFilter filter, EndRequest request, @Nullable String cursor, int limit) {
    needsWriteAccess("close");
    Validator door = new Validator();
    door.present("filter", filter);
    door.present("request", request);
    door.throwIfInvalid();
    return wiring.reported(
        call(request),
        () -> closeOnce(filter, request, cursor, limit),
        it -> ends(it.results().values()));
  }

  private BulkClosePage closeOnce(
      SessionFilter filter, EndRequest request, @Nullable String cursor, int limit) {
    Set<SessionStatus> live =
        SessionStatus.all().stream()
            .filter(SessionStatus::isLive)
            .filter(it -> filter.statuses().isEmpty() || filter.statuses().contains(it))
            .collect(Collectors.toSet());
    Instant now = wiring.now();
    // Reports an invalid request before anything else.
    closing(sessions.organizationId(), request, now);
    if (live.isEmpty()) {
      return new BulkClosePage(Map.of(), null);
    }
    Page<Session> page = reading.list(filter.withStatuses(live), cursor, limit);
    List<CloseIntent> intents =
        page.items().stream()
            .map(
                it ->
                    closing(it.id(), request, now).toBuilder()
                        .guard(new CloseGuard.InStatus(it.status()))
                        .build())
            .toList();
    List<BulkResult<CloseResult>> closed =
        intents.isEmpty() ? List.of() : closeAll(intents, request);
    Map<UUID, BulkResult<CloseResult>> results = new LinkedHashMap<>();
    for (int i = 0; i < closed.size(); i++) {
      results.put(page.items().get(i).id(), closed.get(i));
    }
    return new BulkClosePage(results, page.next());
  }

  private CloseIntent closing(UUID sessionId, EndRequest request, Instant now) {
    return CloseIntents.compile(
        CloseIntents.EndKind.CLOSE, key(sessionId), request, null, wiring.endDefaults(), now);
  }

  private SessionKey key(UUID sessionId) {
    return new SessionKey(sessions.organizationId(), sessionId);
  }

  /** Compiles all elements, or throws with every violation of every element. */
  private static <I, O> List<O> compile(@Nullable List<I> elements, Function<I, O> one) {
    Validator door = new Validator();
    List<O> compiled = new ArrayList<>();
    if (door.present("elements", elements) && elements != null) {
      door.range("elements", elements.size(), 1, MOST);
      for (int i = 0; i < Math.min(MOST, elements.size()); i++) {
        String place = "[" + i + "]";
        I element = elements.get(i);
        if (door.present(place, element)) {
          try {
            compiled.add(one.apply(element));
          } catch (InvalidInputException bad) {
            for (Violation it : bad.violations()) {
              door.reject(place + "." + it.field(), it.limit());
            }
          }
        }
      }
    }
    door.throwIfInvalid();
    return compiled;
  }

  /** Maps the reply for one element; throws if that element failed. */
  private interface Reader<R, T> {
    T read(int place, R reply);
  }

  private static <R, T> List<BulkResult<T>> answers(List<R> replies, Reader<R, T> reader) {
    List<BulkResult<T>> results = new ArrayList<>(replies.size());
    for (int i = 0; i < replies.size(); i++) {
      int place = i;
      results.add(answer(() -> reader.read(place, replies.get(place))));
    }
    return List.copyOf(results);
  }

  private static <T> BulkResult<T> answer(Supplier<T> read) {
    try {
      return new BulkResult.Succeeded<>(read.get());
    } catch (SessionLifecycleException error) {
      return new BulkResult.Failed<>(error);
    }
  }

  private void needsWriteAccess(String operation) {
    if (!sessions.isWritable()) {
      throw new AccessDeniedException(operation);
    }
  }
}
