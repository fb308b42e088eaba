package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a scenario other than its messages. */
record SessionFacts(
    String channel,
    Instant startedAt,
    @Nullable String subject,
    @Nullable String summary,
    @Nullable String reportedReason,
    Map<String, Object> metadata,
    Map<String, Object> contextVariables,
    boolean memorySynced,
    SessionNames names) {

  private static final Duration LENGTH = Duration.ofMinutes(3).plusSeconds(12);

  static SessionFacts of(String channel, Instant startedAt) {
    return new SessionFacts(
        channel, startedAt, null, null, null, Map.of(), Map.of(), false, SessionNames.USUAL);
  }

  SessionFacts subject(@Nullable String value) {
    return new SessionFacts(
        channel,
        startedAt,
        value,
        summary,
        reportedReason,
        metadata,
        contextVariables,
        memorySynced,
        names);
  }

  SessionFacts summary(@Nullable String value) {
    return new SessionFacts(
        channel,
        startedAt,
        subject,
        value,
        reportedReason,
        metadata,
        contextVariables,
        memorySynced,
        names);
  }

  SessionFacts reportedReason(@Nullable String value) {
    return new SessionFacts(
        channel,
        startedAt,
        subject,
        summary,
        value,
        metadata,
        contextVariables,
        memorySynced,
        names);
  }

  SessionFacts metadata(Map<String, Object> value) {
    return new SessionFacts(
        channel,
        startedAt,
        subject,
        summary,
        reportedReason,
        value,
        contextVariables,
        memorySynced,
        names);
  }

  SessionFacts contextVariables(Map<String, Object> value) {
    return new SessionFacts(
        channel, startedAt, subject, summary, reportedReason, metadata, value, memorySynced, names);
  }

  SessionFacts names(SessionNames value) {
    return new SessionFacts(
        channel,
        startedAt,
        subject,
        summary,
        reportedReason,
        metadata,
        contextVariables,
        memorySynced,
        value);
  }

  SessionFacts after(Effects effects) {
    return new SessionFacts(
        channel,
        startedAt,
        effects.subject() == null ? subject : effects.subject(),
        effects.summary() == null ? summary : effects.summary(),
        effects.reportedReason() == null ? reportedReason : effects.reportedReason(),
        Objects.requireNonNullElse(effects.metadata(), metadata),
        Objects.requireNonNullElse(effects.contextVariables(), contextVariables),
        memorySynced || effects.memorySynced(),
        names.after(effects));
  }

  ClosedSession session(int messageCount) {
    return new ClosedSession(
        id("organization"),
        id("session"),
        id("end user"),
        channel,
        SessionType.LIVE,
        SessionStatus.CLOSED,
        TerminationReason.AGENT_INITIATED,
        reportedReason,
        OutcomeCategory.RESOLVED,
        startedAt,
        startedAt.plus(LENGTH),
        LENGTH.toMillis(),
        messageCount,
        subject,
        metadata,
        contextVariables,
        summary,
        names.externalSource(),
        names.externalId(),
        names.triggeredBy());
  }

  List<String> texts() {
    return Stream.of(
            subject,
            summary,
            reportedReason,
            metadata.toString(),
            contextVariables.toString(),
            names.externalSource(),
            names.externalId(),
            names.triggeredBy().toString())
        .filter(Objects::nonNull)
        .toList();
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
