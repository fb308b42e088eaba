package dev.sessionlifecycle;

import java.util.UUID;

/** Gives access to sessions; nothing can be reached without naming the organization. */
public interface Organizations {

  /** Returns the sessions of this organization. Cheap; need not be kept. */
  OrganizationSessions organization(UUID organizationId);

  /** Returns a copy for callers without write access: reading works, everything else is denied. */
  Organizations readOnly();
}
