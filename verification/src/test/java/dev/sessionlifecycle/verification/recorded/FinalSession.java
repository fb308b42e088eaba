package dev.sessionlifecycle.verification.recorded;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A session as read after all threads have finished. */
record FinalSession(
    UUID organizationId,
    UUID sessionId,
    long version,
    @Nullable String subject,
    @Nullable String endedBy,
    List<UUID> messages) {}
