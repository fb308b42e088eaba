package dev.sessionlifecycle;

import java.util.UUID;

/** The way to the sessions: nothing can be reached without naming the organization. */
public interface Organizations {

  /** The sessions of this organization. Costs nothing; need not be kept. */
  OrganizationSessions organization(UUID organizationId);

  /** Returns a copy for callers without write access: reading works, everything else is denied. */
  Organizations readOnly();
}
