package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.RetentionPolicy;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The retention policies of an organization. Thread-safe. */
final class OrganizationPolicies {

  private final Map<UUID, RetentionPolicy> policies = new ConcurrentHashMap<>();
  private volatile @Nullable UUID defaultId;

  synchronized void define(UUID id, RetentionPolicy policy, boolean isDefault) {
    policies.put(id, policy);
    if (isDefault) {
      defaultId = id;
    } else if (id.equals(defaultId)) {
      defaultId = null;
    }
  }

  @Nullable RetentionPolicy find(UUID id) {
    return policies.get(id);
  }

  @Nullable RetentionPolicy findDefault() {
    UUID id = defaultId;
    return id == null ? null : policies.get(id);
  }

  /**
   * Returns the session's own policy, otherwise the organization's default, otherwise the fallback.
   */
  RetentionPolicy resolve(@Nullable UUID own, RetentionPolicy fallback) {
    RetentionPolicy chosen = own == null ? null : find(own);
    if (chosen == null) {
      chosen = findDefault();
    }
    return chosen == null ? fallback : chosen;
  }
}
