package dev.sessionlifecycle.examples.service;

import java.util.UUID;

/**
 * Who calls: on behalf of which organization, and whether he may write.
 *
 * @param organizationId the organization whose sessions he sees
 * @param writes whether he may do more than read
 */
record Caller(UUID organizationId, boolean writes) {}
