package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.housekeeping.Housekeeping;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.housekeeping.DefaultHousekeeping;
import dev.sessionlifecycle.internal.housekeeping.DefaultRetention;
import dev.sessionlifecycle.internal.housekeeping.HousekeepingConfig;
import dev.sessionlifecycle.internal.sessions.DefaultJoinedSessions;
import dev.sessionlifecycle.internal.sessions.DefaultOrganizations;
import dev.sessionlifecycle.internal.sessions.DefaultOwnedSession;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.UUID;

/**
 * The entry point: opens sessions, writes to them, ends each of them once, and runs the finalize
 * chain afterwards.
 *
 * <pre>{@code
 * SessionLifecycle lifecycle = SessionLifecycle.builder(store)
 *     .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
 *     .build();
 * OrganizationSessions sessions = lifecycle.organization(organizationId);
 * Session session = sessions.open(SessionRequest.on("voice", userId).inbound()).orThrow();
 * sessions.append(session.id(), Message.fromUser("…"));
 * sessions.close(session.id(), "USER_REJECTED");
 * }</pre>
 *
 * <p>Create one per process and share it: thread-safe. Any number of processes may work on one
 * store.
 */
public final class SessionLifecycle implements Organizations, AutoCloseable {
  private final SessionStore store;
  private final SessionStore combined;
  private final LifecycleContext wiring;
  private final Organizations organizations;
  private final DefaultFinalizer engine;
  private final DefaultHousekeeping housekeeping;
  private final HousekeepingConfig keeping;

  /**
   * Creates it.
   *
   * @param combined the same store, for the calls of the host: those of several threads may be
   *     combined
   */
  SessionLifecycle(
      SessionStore store,
      SessionStore combined,
      LifecycleContext wiring,
      DefaultFinalizer engine,
      HousekeepingConfig keeping) {
    this.store = store;
    this.combined = combined;
    this.engine = engine;
    this.wiring = wiring;
    this.keeping = keeping;
    this.housekeeping = new DefaultHousekeeping(store, wiring, keeping);
    this.organizations = new DefaultOrganizations(combined, wiring, true);
  }

  /** Begins with a store, which the lifecycle closes when it is closed itself. */
  public static SessionLifecycleBuilder builder(SessionStore store) {
    return new SessionLifecycleBuilder(store);
  }

  @Override
  public OrganizationSessions organization(UUID organizationId) {
    return organizations.organization(organizationId);
  }

  @Override
  public Organizations readOnly() {
    return organizations.readOnly();
  }

  /**
   * Returns the sessions as seen through a view of the store that takes part in a transaction of
   * the caller, such as {@code store.joining(connection)}. The caller calls {@link
   * JoinedSessions#afterCommit} after the commit: only then is the finalizer woken and are the
   * listeners called. On a store that is no such view each operation is committed, and its events
   * are reported, at once.
   */
  public JoinedSessions joining(SessionStore view) {
    return new DefaultJoinedSessions(Validator.require("view", view), wiring);
  }

  /** Returns housekeeping, the time-driven work: expiry, recovery, archive, purge. */
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  /** Policies, holds, receipts and erasure of this organization. */
  public OrganizationRetention retention(UUID organizationId) {
    return new DefaultRetention(
        Validator.require("organization_id", organizationId), store, wiring, keeping);
  }

  /**
   * Returns the finalizer, which runs the finalize chains of ended sessions. Nothing runs until it
   * is started.
   */
  public Finalizer finalizer() {
    return engine;
  }

  /**
   * The view of one session for the worker that serves it: the owner lease, and writes fenced by
   * it. Reads and takes nothing yet. The module {@code session-lifecycle-runtime} builds on it.
   */
  public OwnedSession ownedSession(UUID organizationId, UUID sessionId) {
    return ownedSession(organizationId, sessionId, wiring.ids().get());
  }

  /**
   * As {@link #ownedSession(UUID, UUID)}, for an owner that several threads or processes stand for:
   * a view that acquires the lease while another view of the same owner has it gets the same token.
   *
   * @param ownerId random, or derived from something that no other owner is derived from
   */
  public OwnedSession ownedSession(UUID organizationId, UUID sessionId, UUID ownerId) {
    return new DefaultOwnedSession(
        new SessionKey(
            Validator.require("organization_id", organizationId),
            Validator.require("session_id", sessionId)),
        Validator.require("owner_id", ownerId),
        combined,
        wiring);
  }

  /** Stops what the lifecycle started, and closes the store. Idempotent. */
  @Override
  public void close() {
    housekeeping.close();
    engine.close();
    store.close();
  }
}
