package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
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
 * An isolated part of a store: an organization and a chain definition that no other test uses, so
 * that tests can share a store. Every operation also verifies its result and fails the test
 * otherwise.
 */
public final class Scenario {
  private final SessionStore store;
  private final SettableClock clock;
  private final UUID organizationId;
  private final ChainDefinition definition;

  private Scenario(
      SessionStore store, SettableClock clock, UUID organizationId, ChainDefinition shape) {
    this.store = store;
    this.clock = clock;
    this.organizationId = organizationId;
    this.definition = shape;
  }

  /**
   * Creates a new organization whose chains have three steps: a scrub and two that depend on it.
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

  /**
   * Returns a scenario for another new organization on the same store, with the same chain
   * definition.
   */
  public Scenario elsewhere() {
    return in(UUID.randomUUID());
  }

  /** Returns a scenario for this organization on the same store, with the same chain definition. */
  public Scenario in(UUID organization) {
    Validator.require("organization", organization);
    return new Scenario(store, clock, organization, definition);
  }

  /** Returns the store. */
  public SessionStore store() {
    return store;
  }

  /** Returns the organization. */
  public UUID organizationId() {
    return organizationId;
  }

  /** Returns the definition of the chains. */
  public ChainDefinition definition() {
    return definition;
  }

  /** Returns the current time, truncated to microseconds. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns close defaults with the chains of this scenario and unlimited retention. */
  public CloseDefaults terms() {
    return terms(RetentionPolicy.forEver());
  }

  /** Returns close defaults with the chains of this scenario and this retention policy. */
  public CloseDefaults terms(RetentionPolicy fallback) {
    return new CloseDefaults(ChainsByType.of(definition), fallback);
  }

  /** Returns the key of a session of this organization. */
  public SessionKey key(UUID sessionId) {
    return new SessionKey(organizationId, sessionId);
  }

  /** Returns the key of a session. */
  public static SessionKey key(Session session) {
    Validator.require("session", session);
    return new SessionKey(session.organizationId(), session.id());
  }

  /** Returns a draft of an active voice session. */
  public SessionBuilder draft() {
    return SessionBuilder.of(organizationId, UUID.randomUUID(), UUID.randomUUID())
        .channel("voice")
        .createdAt(now())
        .startedAt(now())
        .updatedAt(now())
        .statusSince(now())
        .lastActivityAt(now());
  }

  /** Returns an intent to open a draft regardless of other live sessions. */
  public OpenIntent opening(SessionBuilder draft) {
    return opening(draft, OpenPolicy.ALWAYS_NEW);
  }

  /** Returns an intent to open a draft under this policy. */
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

  /** Opens an active session with these changes. */
  public Session open(UnaryOperator<SessionBuilder> change) {
    OpenIntent intent = opening(change.apply(draft()));
    OpenResult result = store.open(intent);
    Check.that(result instanceof OpenResult.Opened, "a session is opened", result);
    return result.session();
  }

  /** Opens a session and moves it to this status, live or terminal. */
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

  /** Moves a session to another status. */
  public Session move(Session session, SessionStatus to) {
    return Check.instance(TransitionReply.Moved.class, store.transition(moving(session, to)))
        .session();
  }

  /** Returns an intent to move a session now. */
  public TransitionIntent moving(Session session, SessionStatus to) {
    return new TransitionIntent(key(session), to, TriggeredBy.API, now(), null);
  }

  /** Returns an intent to append messages now. */
  public AppendIntent appending(Session session, Message... messages) {
    return new AppendIntent(key(session), List.of(messages), now());
  }

  /** Appends messages and returns the updated session. */
  public Session append(Session session, Message... messages) {
    Check.instance(AppendReply.Appended.class, store.append(appending(session, messages)));
    return reload(session);
  }

  /** Returns a message of the user, sent now, with an id. */
  public Message fromUser(String text) {
    return Message.fromUser(text).withId(UUID.randomUUID()).at(now());
  }

  /** Returns a message of the agent, sent now, with an id. */
  public Message fromAgent(String text) {
    return Message.fromAgent(text).withId(UUID.randomUUID()).at(now());
  }

  /** Returns a builder of an intent to close a session now. */
  public CloseIntent.Builder closing(Session session) {
    return closing(session, terms());
  }

  /** Returns a builder of an intent to close a session now with these defaults. */
  public CloseIntent.Builder closing(Session session, CloseDefaults terms) {
    return CloseIntent.builder(key(session), now(), terms);
  }

  /** Closes a session. */
  public Session close(Session session) {
    return Check.instance(CloseReply.Closed.class, store.close(closing(session).build())).session();
  }

  /** Returns the current state of the session. */
  public Session reload(Session session) {
    return Check.present(store.find(key(session)), "session " + session.id());
  }
}
