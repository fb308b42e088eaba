package dev.sessionlifecycle.examples.service;

import java.util.UUID;

/**
 * An authenticated caller.
 *
 * @param organizationId the organization whose sessions they see
 * @param writes whether they may write
 */
record Caller(UUID organizationId, boolean writes) {}
