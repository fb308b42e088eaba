package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.RetentionPolicy;
import java.util.Optional;
import java.util.UUID;

/** The retention policies of the organizations, as data. */
public interface PolicyStore {

  /**
   * Defines a policy of an organization, in the place of one with the same id.
   *
   * @param isDefault whether it is the organization's default; it then takes the place of the one
   *     that was
   */
  void define(UUID organizationId, UUID policyId, RetentionPolicy policy, boolean isDefault);

  /** The policy, if the organization has it. */
  Optional<RetentionPolicy> find(UUID organizationId, UUID policyId);

  /** The default policy of the organization, if it has one. */
  Optional<RetentionPolicy> findDefault(UUID organizationId);
}
