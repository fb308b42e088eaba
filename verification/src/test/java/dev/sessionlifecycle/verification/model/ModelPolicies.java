package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.PolicyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Policies by organization and id. */
final class ModelPolicies implements PolicyStore {
  private record Key(UUID organizationId, UUID policyId) {}

  private final Map<Key, RetentionPolicy> policies = new HashMap<>();
  private final Map<UUID, UUID> defaults = new HashMap<>();

  @Override
  public synchronized void define(
      UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault) {
    policies.put(new Key(organizationId, policyId), policy);
    if (isDefault) {
      defaults.put(organizationId, policyId);
    } else {
      defaults.remove(organizationId, policyId);
    }
  }

  @Override
  public synchronized Optional<RetentionPolicy> find(UUID organizationId, UUID policyId) {
    return Optional.ofNullable(policies.get(new Key(organizationId, policyId)));
  }

  @Override
  public synchronized Optional<RetentionPolicy> findDefault(UUID organizationId) {
    return Optional.ofNullable(defaults.get(organizationId))
        .flatMap(id -> find(organizationId, id));
  }

  /** Returns how long a session is kept; null for unlimited. */
  @Nullable Duration keep(Session session, OutcomeCategory outcome, RetentionPolicy fallback) {
    return policy(session, fallback)
        .keep(outcome, session.channel(), session.sessionType())
        .orElse(null);
  }

  /** Returns how long after its end a session is first checked; null for never. */
  @Nullable Duration firstCheckAfter(Session ended, RetentionPolicy fallback) {
    Duration keep = keep(ended, Objects.requireNonNull(ended.outcome()), fallback);
    RetentionPolicy policy = policy(ended, fallback);
    return lesser(
        keep, lesser(policy.archiveAfter().orElse(null), policy.anonymizeAfter().orElse(null)));
  }

  @Nullable Duration anonymizeAfter(Session session, RetentionPolicy fallback) {
    return policy(session, fallback).anonymizeAfter().orElse(null);
  }

  private static @Nullable Duration lesser(@Nullable Duration one, @Nullable Duration other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.compareTo(other) < 0 ? one : other;
  }

  @Nullable Duration archiveAfter(Session session, RetentionPolicy fallback) {
    return policy(session, fallback).archiveAfter().orElse(null);
  }

  private RetentionPolicy policy(Session session, RetentionPolicy fallback) {
    return Optional.ofNullable(session.retentionPolicyId())
        .flatMap(id -> find(session.organizationId(), id))
        .or(() -> findDefault(session.organizationId()))
        .orElse(fallback);
  }
}
