package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.internal.combine.RepeatedEnd;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.SessionBounds;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TouchReply;
import dev.sessionlifecycle.spi.rules.AppendRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner's view of one session, backed by a store. */
public final class DefaultOwnedSession implements OwnedSession {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.sessions");

  private static final int ATTEMPTS = 3;

  /** The lease that was taken last. Its token fences writes even after a lapse or a release. */
  private record LeaseGrant(long token, Duration duration, Buffering buffering) {}

  private final SessionKey key;
  private final SessionStore store;
  private final LifecycleContext wiring;
  private final SessionEnder ending;
  private final SessionReader reading;
  private final UUID owner;
  private final AtomicReference<@Nullable LeaseGrant> lease = new AtomicReference<>();
  private final AtomicReference<@Nullable Storing> storing = new AtomicReference<>();
  private final AtomicBoolean held = new AtomicBoolean();

  /** Creates the view; takes no lease. */
  public DefaultOwnedSession(
      SessionKey key, UUID owner, SessionStore store, LifecycleContext wiring) {
    this.key = key;
    this.owner = owner;
    this.store = store;
    this.wiring = wiring;
    this.ending = new SessionEnder(key.organizationId(), store, wiring);
    this.reading = new SessionReader(key.organizationId(), store, wiring);
  }

  @Override
  public UUID organizationId() {
    return key.organizationId();
  }

  @Override
  public UUID sessionId() {
    return key.sessionId();
  }

  @Override
  public Limits limits() {
    return wiring.limits();
  }

  @Override
  public UUID newId() {
    return wiring.ids().get();
  }

  @Override
  public Message prepare(Message message) {
    Validator.require("message", message);
    Validator door = new Validator();
    Message prepared = AppendIntents.prepare(door, "", message, wiring, wiring.now());
    door.throwIfInvalid();
    return prepared;
  }

  @Override
  public List<Message> prepareParts(Message message) {
    Validator.require("message", message);
    String text = Texts.withoutUnstorable(message.text());
    List<Message> parts = new ArrayList<>();
    for (String part : Texts.parts(text, wiring.limits().messageBytes())) {
      UUID id = parts.isEmpty() ? message.id() : null;
      parts.add(prepare(new Message(id, message.role(), part, message.sentAt(), message.turnId())));
    }
    return parts;
  }

  @Override
  public void check(EndRequest request) {
    CloseIntents.check(Validator.require("request", request));
  }

  @Override
  public Optional<Session> find() {
    return retrying(() -> reading.find(key.sessionId()));
  }

  @Override
  public long acquire(Duration duration, Buffering buffering) {
    check(duration, buffering);
    OptionalLong taken =
        retrying(
            () ->
                store.owners().acquire(key, owner, duration, isBuffering(buffering), wiring.now()));
    long token = taken.orElseThrow(this::owned);
    hold(new LeaseGrant(token, duration, buffering));
    return token;
  }

  @Override
  public void resume(long token, Duration duration, Buffering buffering) {
    check(duration, buffering);
    LeaseGrant given = new LeaseGrant(token, duration, buffering);
    if (!goesOn(given)) {
      throw owned();
    }
    hold(given);
  }

  @Override
  public Optional<Session> renew() {
    return extend(grant -> store.owners().renew(key, grant.token(), grant.duration()));
  }

  @Override
  public Optional<Session> touch() {
    return extend(this::touch);
  }

  /** A session whose limit has passed is ended instead; then the lease is not prolonged. */
  private boolean touch(LeaseGrant grant) {
    TouchReply reply = store.owners().touch(key, grant.token(), grant.duration(), wiring::overdue);
    if (reply instanceof TouchReply.Overdue overdue) {
      ending.endOverdue(overdue.end());
    }
    return reply instanceof TouchReply.Touched;
  }

  @Override
  public void release() {
    LeaseGrant grant = lease.get();
    if (grant == null || !held.getAndSet(false)) {
      return;
    }
    try {
      store.owners().release(key, grant.token());
    } catch (StoreException e) {
      LOG.warn(
          "The lease of session {} of organization {} is left to lapse: {}",
          key.sessionId(),
          key.organizationId(),
          ErrorText.of(e));
    }
  }

  @Override
  public AppendResult append(List<Message> messages) {
    return append(messages, AppendIntents.bounds(wiring));
  }

  @Override
  public AppendResult appendBuffered(List<Message> buffered) {
    return append(buffered, SessionBounds.NONE);
  }

  private AppendResult append(List<Message> messages, SessionBounds bounds) {
    List<Message> checked = AppendIntents.check(messages, wiring);
    LeaseGrant grant = lease.get();
    Long token = grant == null ? null : grant.token();
    AtomicBoolean areIdsNew = new AtomicBoolean(!AppendIntents.hasIds(messages));
    AppendReply reply =
        retrying(
            () -> {
              AppendIntent intent =
                  new AppendIntent(key, checked, wiring.now(), token, wiring::overdue, bounds);
              // the first attempt may have stored them, if its reply was lost
              return append(areIdsNew.getAndSet(false) ? intent.withNewIds() : intent);
            });
    return DefaultSessions.read(key.sessionId(), reply);
  }

  private AppendReply append(AppendIntent first) {
    AppendIntent intent = first;
    AppendReply reply = store.append(intent);
    Repetition repetition = new Repetition(key);
    while (reply instanceof AppendReply.Overdue || reply instanceof AppendReply.Unscrubbed) {
      repetition.next();
      if (reply instanceof AppendReply.Overdue overdue) {
        ending.endOverdue(overdue.end());
      } else {
        intent =
            intent.scrubbed(new StoredForm(wiring).scrubbed(key.sessionId(), first.messages()));
      }
      reply = store.append(intent);
    }
    return reply;
  }

  @Override
  public CloseResult close(EndRequest request, List<Message> buffered) {
    Validator.require("request", request);
    return ending.reported(
        EndCall.Via.OWNER, key.sessionId(), request, () -> closeOnce(request, buffered));
  }

  private CloseResult closeOnce(EndRequest request, List<Message> buffered) {
    List<Message> checked = stored(AppendIntents.check(buffered, wiring));
    CloseReply reply = closeAsOwner(request, checked);
    if (isLive(reply)) {
      throw owned();
    }
    return ending.result(key.sessionId(), reply, request);
  }

  /**
   * A lease that has lapsed still lets its owner close the session while no other worker has taken
   * it; once one has, neither guard holds. The lease may be renewed between the two attempts, and
   * then the first guard holds again.
   */
  private CloseReply closeAsOwner(EndRequest request, List<Message> buffered) {
    LeaseGrant grant = lease.get();
    if (grant == null) {
      return close(request, CloseGuard.any(), buffered);
    }
    CloseGuard current = new CloseGuard.Owned(grant.token());
    CloseReply reply = close(request, current, buffered);
    for (CloseGuard next : List.of(new CloseGuard.Lapsed(grant.token()), current)) {
      if (isLive(reply)) {
        reply = close(request, next, buffered);
      }
    }
    return reply;
  }

  private CloseReply close(EndRequest request, CloseGuard guard, List<Message> buffered) {
    CloseIntent intent =
        CloseIntents.compile(
                CloseIntents.EndKind.CLOSE, key, request, null, wiring.endDefaults(), wiring.now())
            .toBuilder()
            .guard(guard)
            .buffer(buffered)
            .build();
    AtomicReference<@Nullable StoreException> before = new AtomicReference<>();
    return retrying(
        () -> {
          StoreException failure = before.get();
          try {
            return failure == null
                ? store.close(intent)
                : RepeatedEnd.close(store, intent, failure);
          } catch (StoreException e) {
            before.set(e);
            throw e;
          }
        });
  }

  private static boolean isLive(CloseReply reply) {
    return reply instanceof CloseReply.GuardFailed notMet && notMet.session().status().isLive();
  }

  @Override
  public int flush(List<Message> buffered) {
    LeaseGrant grant = lease.get();
    return grant != null && isBuffering(grant.buffering()) && held.get()
        ? flush(grant.token(), buffered)
        : missing(stored(AppendIntents.check(buffered, wiring)));
  }

  @Override
  public int flush(long token, List<Message> buffered) {
    List<Message> checked = stored(AppendIntents.check(buffered, wiring));
    Optional<OwnerStore.Flushed> flushed =
        retrying(
            () ->
                store
                    .owners()
                    .flush(
                        key, token, checked, wiring.now(), wiring.closeDefaults().defaultPolicy()));
    if (flushed.isPresent()) {
      wiring.announceChange(flushed.get().before(), flushed.get().after());
      return 0;
    }
    return missing(checked);
  }

  /** Returns messages as the session stores them; its mode never changes, and is read once. */
  private List<Message> stored(List<Message> messages) {
    if (messages.isEmpty()) {
      return messages;
    }
    Storing mode = storing.get();
    if (mode == null) {
      mode = find().map(Session::storing).orElse(Storing.FULL);
      storing.set(mode);
    }
    return new StoredForm(wiring).held(mode, messages);
  }

  private int missing(List<Message> messages) {
    if (messages.isEmpty()) {
      return 0;
    }
    Map<UUID, Message> wanted = new HashMap<>();
    messages.forEach(it -> wanted.put(Objects.requireNonNull(it.id()), it));
    int after = 0;
    List<StoredMessage> page;
    do {
      int last = after;
      page = retrying(() -> reading.messages(key.sessionId(), last, wiring.limits().pageSize()));
      for (StoredMessage stored : page) {
        Message same = wanted.get(stored.id());
        if (same != null && !AppendRules.isOther(stored, same)) {
          wanted.remove(stored.id());
        }
        after = stored.sequence();
      }
    } while (!page.isEmpty());
    return wanted.size();
  }

  private Optional<Session> extend(Predicate<LeaseGrant> extension) {
    LeaseGrant grant = lease.get();
    if (grant != null && retrying(() -> extension.test(grant))) {
      return Optional.empty();
    }
    Session session = find().orElseThrow(() -> new SessionNotFoundException(key.sessionId()));
    if (session.isEnded()) {
      return Optional.of(session);
    }
    if (grant != null && !goesOn(grant)) {
      throw owned();
    }
    return Optional.empty();
  }

  private boolean goesOn(LeaseGrant grant) {
    return retrying(
        () ->
            store
                .owners()
                .resume(key, grant.token(), grant.duration(), isBuffering(grant.buffering())));
  }

  private void hold(LeaseGrant taken) {
    lease.set(taken);
    held.set(true);
  }

  private static boolean isBuffering(Buffering buffering) {
    return buffering == Buffering.UNTIL_END;
  }

  private static void check(@Nullable Duration lease, @Nullable Buffering buffering) {
    Validator door = new Validator();
    if (door.present("lease", lease) && lease != null && (lease.isZero() || lease.isNegative())) {
      door.reject("lease", "must be longer than zero");
    }
    door.present("buffering", buffering);
    door.throwIfInvalid();
  }

  private SessionConflictException owned() {
    return new SessionConflictException(
        "session_owned",
        "session " + key.sessionId() + " is not owned by this worker, or no longer");
  }

  private static <T> T retrying(Supplier<T> call) {
    for (int left = ATTEMPTS - 1; ; left--) {
      try {
        return call.get();
      } catch (StoreException e) {
        if (left == 0 || !e.isTransient()) {
          throw e;
        }
      }
    }
  }
}
