package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.UUID;

/** Sessions on a view of the store whose work is committed or rolled back by the caller. */
public final class DefaultJoinedSessions implements JoinedSessions {
  private final LifecycleContext committed;
  private final RememberedEvents events = new RememberedEvents();
  private final Organizations organizations;

  /**
   * Creates the sessions on a view.
   *
   * @param context receives the events after the commit; at once if the view is part of no
   *     transaction of the caller, since its work cannot be rolled back
   */
  public DefaultJoinedSessions(SessionStore view, LifecycleContext context) {
    this.committed = context;
    this.organizations =
        new DefaultOrganizations(
            view, view.isJoined() ? context.remembering(events) : context, true);
  }

  @Override
  public OrganizationSessions organization(UUID organizationId) {
    return organizations.organization(organizationId);
  }

  @Override
  public Organizations readOnly() {
    return organizations.readOnly();
  }

  @Override
  public void afterCommit() {
    events.pass(committed.listener(), committed.wake());
  }

  @Override
  public void afterRollback() {
    events.forget();
  }

  @Override
  public JoinedSavepoint afterSavepoint() {
    return events.mark();
  }
}
