package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Intents for tests: of one end user, at noon. */
final class Intents {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID ORGANIZATION = new UUID(1, 1);
  static final ChainDefinition SCRUB =
      new ChainDefinition(List.of(new ChainDefinition.Step("scrub", List.of())));
  static final CloseDefaults TERMS =
      new CloseDefaults(ChainsByType.of(SCRUB), RetentionPolicy.forEver());

  private Intents() {}

  static SessionKey key(long session) {
    return new SessionKey(ORGANIZATION, new UUID(2, session));
  }

  static OpenIntent open(SessionKey key, OpenPolicy policy) {
    return open(key, policy, null);
  }

  static OpenIntent open(SessionKey key, OpenPolicy policy, @Nullable ExternalRef ref) {
    Session draft =
        SessionBuilder.of(key.organizationId(), key.sessionId(), new UUID(3, 1))
            .createdAt(NOON)
            .startedAt(NOON)
            .updatedAt(NOON)
            .externalRef(ref)
            .build();
    CloseIntent displaced = policy == OpenPolicy.SUPERSEDE ? end(key) : null;
    return new OpenIntent(draft, policy, "api", null, displaced, TERMS);
  }

  /** Ends the session as superseded, which every way of ending allows. */
  static CloseIntent end(SessionKey key) {
    return CloseIntent.builder(key, NOON, TERMS)
        .target(SessionStatus.SUPERSEDED)
        .reason(TerminationReason.SUPERSEDED)
        .build();
  }

  static ClaimRequest claim(int limit) {
    return new ClaimRequest(
        new UUID(4, 1), Duration.ofSeconds(30), limit, limit, Set.of(SCRUB.digest()), null);
  }
}
