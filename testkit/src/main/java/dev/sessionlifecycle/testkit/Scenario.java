package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBuilder;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A test's own corner of a store: an organization that nobody else uses, and a chain shape that
 * nobody else claims, so that tests on one store do not meet. What it does on the store it also
 * checks; a store that does not do it fails the test.
 */
public final class Scenario {
  private final SessionStore store;
  private final SettableClock clock;
  private final UUID organizationId;
  private final ChainDefinition shape;

  private Scenario(
      SessionStore store, SettableClock clock, UUID organizationId, ChainDefinition shape) {
    this.store = store;
    this.clock = clock;
    this.organizationId = organizationId;
    this.shape = shape;
  }

  /**
   * A new organization, whose chains have three steps: a scrub, and two that wait for it.
   *
   * @param clock the clock of the store, and the business clock of the scenario
   */
  public static Scenario in(SessionStore store, SettableClock clock) {
    Validator.require("store", store);
    Validator.require("clock", clock);
    String unique = UUID.randomUUID().toString().substring(0, 13);
    ChainDefinition shape = ChainDefinition.decode("scrub-" + unique + " summarize<0 sync<0");
    store.chains().register(shape);
    return new Scenario(store, clock, UUID.randomUUID(), shape);
  }

  /** Another new organization on the same store, with chains of the same shape. */
  public Scenario elsewhere() {
    return in(UUID.randomUUID());
  }

  /** The same in this organization. */
  public Scenario in(UUID organization) {
    Validator.require("organization", organization);
    return new Scenario(store, clock, organization, shape);
  }

  /** The store. */
  public SessionStore store() {
    return store;
  }

  /** The organization. */
  public UUID organizationId() {
    return organizationId;
  }

  /** The shape of the chains. */
  public ChainDefinition shape() {
    return shape;
  }

  /** The time, cut to the microsecond. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** The terms of an end: the chains of this scenario, kept for ever. */
  public CloseDefaults terms() {
    return terms(RetentionPolicy.forEver());
  }

  /** The terms of an end: the chains of this scenario, and how long the session is kept. */
  public CloseDefaults terms(RetentionPolicy fallback) {
    return new CloseDefaults(ChainsByType.of(shape), fallback);
  }

  /** The key of a session of this organization. */
  public SessionKey key(UUID sessionId) {
    return new SessionKey(organizationId, sessionId);
  }

  /** The key of a session. */
  public static SessionKey key(Session session) {
    Validator.require("session", session);
    return new SessionKey(session.organizationId(), session.id());
  }

  /** An active voice session, to be opened now. */
  public SessionBuilder draft() {
    return Session.builder(organizationId, UUID.randomUUID(), UUID.randomUUID())
        .channel("voice")
        .createdAt(now())
        .startedAt(now())
        .updatedAt(now())
        .statusSince(now())
        .lastActivityAt(now());
  }

  /** To open a draft, whatever is live. */
  public OpenIntent opening(SessionBuilder draft) {
    return opening(draft, OpenPolicy.ALWAYS_NEW);
  }

  /** To open a draft by this policy. */
  public OpenIntent opening(SessionBuilder draft, OpenPolicy policy) {
    Session built = draft.build();
    return new OpenIntent(
        built,
        policy,
        TriggeredBy.API,
        null,
        policy == OpenPolicy.SUPERSEDE
            ? closing(built)
                .target(SessionStatus.SUPERSEDED)
                .reason(TerminationReason.SUPERSEDED)
                .triggeredBy(TriggeredBy.SYSTEM)
                .build()
            : null,
        terms());
  }

  /** Opens an active session. */
  public Session open() {
    return open(UnaryOperator.identity());
  }

  /** Opens a session, as changed. */
  public Session open(UnaryOperator<SessionBuilder> change) {
    OpenIntent intent = opening(change.apply(draft()));
    OpenResult result = store.open(intent);
    Check.that(result instanceof OpenResult.Opened, "a session is opened", result);
    return result.session();
  }

  /** Opens a session and brings it into this status, live or terminal. */
  public Session openIn(SessionStatus status) {
    if (status.isTerminal()) {
      Session live = open();
      return Check.instance(
              CloseReply.Closed.class, store.close(closing(live).target(status).build()))
          .session();
    }
    boolean beginning =
        status == SessionStatus.QUEUED
            || status == SessionStatus.RINGING
            || status == SessionStatus.ACTIVE;
    Session opened = open(draft -> beginning ? draft.status(status) : draft);
    return beginning ? opened : move(opened, status);
  }

  /** Moves a session. */
  public Session move(Session session, SessionStatus to) {
    return Check.instance(TransitionReply.Moved.class, store.transition(moving(session, to)))
        .session();
  }

  /** To move a session, now. */
  public TransitionIntent moving(Session session, SessionStatus to) {
    return new TransitionIntent(key(session), to, TriggeredBy.API, now(), null);
  }

  /** To append messages, now. */
  public AppendIntent appending(Session session, Message... messages) {
    return new AppendIntent(key(session), List.of(messages), now());
  }

  /** Appends messages and answers the session after it. */
  public Session append(Session session, Message... messages) {
    Check.instance(AppendReply.Appended.class, store.append(appending(session, messages)));
    return reload(session);
  }

  /** A message of the user, sent now, with an id. */
  public Message fromUser(String text) {
    return Message.fromUser(text).withId(UUID.randomUUID()).at(now());
  }

  /** A message of the agent, sent now, with an id. */
  public Message fromAgent(String text) {
    return Message.fromAgent(text).withId(UUID.randomUUID()).at(now());
  }

  /** To end a session, now. */
  public CloseIntent.Builder closing(Session session) {
    return closing(session, terms());
  }

  /** To end a session, now and on these terms. */
  public CloseIntent.Builder closing(Session session, CloseDefaults terms) {
    return CloseIntent.builder(key(session), now(), terms);
  }

  /** Closes a session. */
  public Session close(Session session) {
    return Check.instance(CloseReply.Closed.class, store.close(closing(session).build())).session();
  }

  /** The session as it stands now. */
  public Session reload(Session session) {
    return Check.present(store.find(key(session)), "session " + session.id());
  }
}
