package dev.sessionlifecycle.verification.jdbc;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Intents with sample contents. */
final class SampleIntents {
  static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
  static final ChainDefinition SHAPE =
      new ChainDefinition(List.of(new ChainDefinition.Step("scrub", List.of())));
  static final CloseDefaults TERMS =
      new CloseDefaults(ChainsByType.of(SHAPE), RetentionPolicy.keepFor(Duration.ofDays(3)));

  private SampleIntents() {}

  static OpenIntent open(SessionKey key) {
    Session draft =
        SessionBuilder.of(key.organizationId(), key.sessionId(), UUID.randomUUID())
            .createdAt(AT)
            .startedAt(AT)
            .updatedAt(AT)
            .build();
    return new OpenIntent(draft, OpenPolicy.ALWAYS_NEW, "api", null, null, TERMS);
  }

  /** Returns a new session with an external id. */
  static OpenIntent named(UUID organization, String id) {
    OpenIntent plain = open(new SessionKey(organization, UUID.randomUUID()));
    return new OpenIntent(
        SessionBuilder.of(plain.draft()).externalRef(new ExternalRef("crm", id)).build(),
        OpenPolicy.ALWAYS_NEW,
        "api",
        null,
        null,
        plain.closeDefaults());
  }

  static AppendIntent append(SessionKey key, String text) {
    Message message = Message.fromUser(text).withId(UUID.randomUUID()).at(AT.plusSeconds(1));
    return new AppendIntent(key, List.of(message), AT.plusSeconds(1));
  }

  static CloseIntent close(SessionKey key) {
    return close(key, "api", TERMS);
  }

  static CloseIntent close(SessionKey key, String triggeredBy, CloseDefaults terms) {
    return close(key, null, triggeredBy, terms);
  }

  static CloseIntent reporting(SessionKey key, String reported) {
    return close(key, reported, "api", TERMS);
  }

  private static CloseIntent close(
      SessionKey key, @Nullable String reported, String triggeredBy, CloseDefaults terms) {
    return CloseIntent.builder(key, AT.plusSeconds(60), terms)
        .reason(TerminationReason.USER_REQUESTED)
        .reportedReason(reported)
        .triggeredBy(triggeredBy)
        .build();
  }

  static SessionKey key() {
    return new SessionKey(UUID.randomUUID(), UUID.randomUUID());
  }
}
