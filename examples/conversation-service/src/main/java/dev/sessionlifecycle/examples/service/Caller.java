package dev.sessionlifecycle.examples.service;

import java.util.UUID;

/**
 * An authenticated caller.
 *
 * @param organizationId the organization whose sessions they see
 * @param writes whether they may write
 */
record Caller(UUID organizationId, boolean writes) {
  /** The id of no organization. */
  static final UUID NO_ORGANIZATION = new UUID(0, 0);

  /** The operator: sees counts over all organizations, and no session of any. */
  static final Caller OPERATOR = new Caller(NO_ORGANIZATION, false);

  boolean isOperator() {
    return organizationId.equals(NO_ORGANIZATION);
  }

  /** Returns whether a route with this access is open to them. */
  boolean has(Route.Access access) {
    return switch (access) {
      case OPEN -> true;
      case READ -> !isOperator();
      case WRITE -> !isOperator() && writes;
      case OPERATOR -> isOperator();
    };
  }
}
