package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.PolicyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policies that apply to sessions, each read once. For one run. */
final class PolicyCache {

  /** The policy that applies to a session; the id is null for a default. */
  record Chosen(@Nullable UUID id, RetentionPolicy policy) {}

  private record Key(UUID organizationId, UUID policyId) {}

  private final PolicyStore policies;
  private final RetentionPolicy fallback;
  private final Map<Key, Optional<RetentionPolicy>> own = new HashMap<>();
  private final Map<UUID, RetentionPolicy> defaults = new HashMap<>();

  PolicyCache(PolicyStore policies, RetentionPolicy fallback) {
    this.policies = policies;
    this.fallback = fallback;
  }

  /** Returns the session's own policy, else the organization's default, else the library's. */
  Chosen of(Session session) {
    UUID id = session.retentionPolicyId();
    UUID organization = session.organizationId();
    if (id != null) {
      Optional<RetentionPolicy> policy =
          own.computeIfAbsent(
              new Key(organization, id), key -> policies.find(key.organizationId(), id));
      if (policy.isPresent()) {
        return new Chosen(id, policy.get());
      }
    }
    return new Chosen(
        null,
        defaults.computeIfAbsent(organization, it -> policies.findDefault(it).orElse(fallback)));
  }
}
