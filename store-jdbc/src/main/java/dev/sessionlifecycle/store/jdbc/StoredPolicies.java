package dev.sessionlifecycle.store.jdbc;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Organizations whose sessions were found to be under a stored retention policy. Only a hint which
 * statement to try first: each of them judges by itself whether it may.
 */
final class StoredPolicies {
  private static final int MOST = 10_000;

  private final Set<UUID> organizations = ConcurrentHashMap.newKeySet();

  boolean mayHave(UUID organization) {
    return organizations.contains(organization);
  }

  void has(UUID organization) {
    if (organizations.size() >= MOST) {
      organizations.clear();
    }
    organizations.add(organization);
  }
}
