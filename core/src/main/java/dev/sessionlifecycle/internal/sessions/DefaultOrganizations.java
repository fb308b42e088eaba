package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions of any organization on one store, or on one view of it. */
public record DefaultOrganizations(SessionStore store, LifecycleContext wiring, boolean writable)
    implements Organizations {
  @Override
  public OrganizationSessions organization(@Nullable UUID organizationId) {
    if (organizationId == null) {
      throw new InvalidInputException(List.of(new Violation("organization_id", "is required")));
    }
    return new DefaultSessions(organizationId, store, wiring, writable);
  }

  @Override
  public Organizations readOnly() {
    return new DefaultOrganizations(store, wiring, false);
  }
}
