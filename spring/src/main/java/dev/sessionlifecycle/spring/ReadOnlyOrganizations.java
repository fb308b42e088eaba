package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import java.util.UUID;
import java.util.function.Supplier;

/** Sessions for callers without write access, which read as part of Spring's transactions. */
record ReadOnlyOrganizations(SpringSessions sessions) implements Organizations {

  @Override
  public OrganizationSessions organization(UUID organizationId) {
    sessions.organization(organizationId); // refuses null at once
    Supplier<OrganizationSessions> current =
        () -> sessions.toRead().readOnly().organization(organizationId);
    return new JoiningSessions(organizationId, current, current);
  }

  @Override
  public Organizations readOnly() {
    return this;
  }
}
