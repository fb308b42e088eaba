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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of a scenario other than its messages. Changed only by {@link #with}. */
final class SessionFacts {
  private static final Duration LENGTH = Duration.ofMinutes(3).plusSeconds(12);

  private final String channel;
  private final Instant startedAt;
  @Nullable String subject;
  @Nullable String summary;
  @Nullable String reportedReason;
  Map<String, Object> metadata = Map.of();
  Map<String, Object> contextVariables = Map.of();
  boolean memorySynced;
  @Nullable String externalSource;
  @Nullable String externalId;
  @Nullable String dispositionNote;
  Set<String> triggeredBy = Set.of("agent", "api");

  SessionFacts(String channel, Instant startedAt) {
    this.channel = channel;
    this.startedAt = startedAt;
  }

  /** Returns a changed copy. */
  SessionFacts with(Consumer<SessionFacts> change) {
    SessionFacts copy = new SessionFacts(channel, startedAt);
    copy.subject = subject;
    copy.summary = summary;
    copy.reportedReason = reportedReason;
    copy.metadata = metadata;
    copy.contextVariables = contextVariables;
    copy.memorySynced = memorySynced;
    copy.externalSource = externalSource;
    copy.externalId = externalId;
    copy.dispositionNote = dispositionNote;
    copy.triggeredBy = triggeredBy;
    change.accept(copy);
    return copy;
  }

  void apply(Effects effects) {
    subject = effects.subject() == null ? subject : effects.subject();
    summary = effects.summary() == null ? summary : effects.summary();
    reportedReason = effects.reportedReason() == null ? reportedReason : effects.reportedReason();
    metadata = Objects.requireNonNullElse(effects.metadata(), metadata);
    contextVariables = Objects.requireNonNullElse(effects.contextVariables(), contextVariables);
    memorySynced |= effects.memorySynced();
    if (externalId != null && effects.externalId() != null) {
      externalSource = effects.externalSource();
      externalId = effects.externalId();
    }
    if (dispositionNote != null && effects.dispositionNote() != null) {
      dispositionNote = effects.dispositionNote();
    }
    triggeredBy =
        triggeredBy.stream()
            .map(name -> effects.triggeredBy().getOrDefault(name, name))
            .collect(Collectors.toSet());
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
        externalSource,
        externalId,
        triggeredBy,
        true,
        dispositionNote,
        null,
        null,
        null,
        startedAt.plus(LENGTH));
  }

  Stream<String> texts() {
    return Stream.of(
            subject,
            summary,
            reportedReason,
            metadata.toString(),
            contextVariables.toString(),
            externalSource,
            externalId,
            triggeredBy.toString(),
            dispositionNote)
        .filter(Objects::nonNull);
  }

  private static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
