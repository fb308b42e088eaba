package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.PolicyStore;
import java.util.Optional;
import java.util.UUID;

/** The retention policies of all organizations. */
record MemoryPolicies(MemoryState data) implements PolicyStore {
  @Override
  public void define(
      UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault) {
    data.organizationToWrite(organizationId).policies.define(policyId, policy, isDefault);
  }

  @Override
  public Optional<RetentionPolicy> find(UUID organizationId, UUID policyId) {
    return data.organization(organizationId).map(it -> it.policies.find(policyId));
  }

  @Override
  public Optional<RetentionPolicy> findDefault(UUID organizationId) {
    return data.organization(organizationId).map(it -> it.policies.findDefault());
  }
}
