package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.LimitScope;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Validates a request and builds the intent to open a session from it. */
final class OpenIntents {
  private static final Set<SessionStatus> FIRST =
      Set.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);

  private OpenIntents() {}

  /**
   * Builds the intent.
   *
   * @param policies whether a retention policy is one of the organization. None is ever deleted
   */
  static OpenIntent compile(
      UUID organizationId,
      SessionRequest request,
      LifecycleContext wiring,
      Predicate<UUID> policies) {
    Instant now = wiring.now();
    UUID givenId = request.id();
    UUID id = givenId == null ? wiring.ids().get() : givenId;
    Session draft = draft(organizationId, id, request, wiring, policies, now);
    @Nullable Duration checkIn =
        LimitChecks.shortest(
                wiring.timeLimits(),
                request.status(),
                new LimitScope(organizationId, request.channel(), request.sessionType()))
            .orElse(null);
    return new OpenIntent(
        draft,
        request.policy(),
        request.triggeredBy(),
        checkIn,
        displaced(organizationId, id, request, wiring, now),
        wiring.endDefaults(),
        wiring::overdue,
        reportedStart(request),
        new StoredForm(wiring));
  }

  private static @Nullable Instant reportedStart(SessionRequest request) {
    Instant start = request.startedAt();
    return start == null ? null : start.truncatedTo(ChronoUnit.MICROS);
  }

  private static Session draft(
      UUID organizationId,
      UUID id,
      SessionRequest request,
      LifecycleContext wiring,
      Predicate<UUID> policies,
      Instant now) {
    Limits limits = wiring.limits();
    Validator door = new Validator();
    door.nonBlank("channel", request.channel(), Limits.CHANNEL_LENGTH);
    wiring.inputScrubber().refuse(door, "channel", request.channel());
    if (!FIRST.contains(request.status())) {
      door.reject("status", "a session begins as queued, ringing or active");
    }
    externalRef(door, request.externalRef());
    storing(door, request, wiring.inputScrubber());
    retentionPolicy(door, request.retentionPolicyId(), policies);
    door.text("subject", request.subject(), limits.subjectLength());
    Map<String, Object> metadata =
        door.json("metadata", request.metadata(), limits.jsonBytes(), limits.jsonDepth());
    Map<String, Object> variables =
        door.json(
            "context_variables",
            request.contextVariables(),
            limits.jsonBytes(),
            limits.jsonDepth());
    Instant told = door.time("started_at", request.startedAt());
    door.nonBlank("triggered_by", request.triggeredBy(), Limits.TRIGGERED_BY_LENGTH);
    door.throwIfInvalid();
    Session given =
        SessionBuilder.of(organizationId, id, request.endUserId())
            .channel(request.channel())
            .sessionType(request.sessionType())
            .status(request.status())
            .priority(request.priority())
            .origin(request.origin())
            .externalRef(request.externalRef())
            .subject(request.subject())
            .assignedAgentId(request.assignedAgentId())
            .retentionPolicyId(request.retentionPolicyId())
            .previousSessionId(request.previousSessionId())
            .metadata(metadata)
            .contextVariables(variables)
            .createdAt(now)
            .updatedAt(now)
            .startedAt(told == null || told.isAfter(now) ? now : told)
            .build();
    return new StoredForm(wiring).of(given, request.storing());
  }

  private static void storing(Validator door, SessionRequest request, InputScrubber scrubber) {
    if (request.storing() == Storing.FULL) {
      return;
    }
    if (StoringRules.needsScrub(request.storing()) && !scrubber.isConfigured()) {
      door.reject("storing", "needs a scrubber: give one to the lifecycle, or a step that scrubs");
    }
    ExternalRef ref = request.externalRef();
    if (ref != null) {
      scrubber.refuse(door, "external_ref.source", ref.source());
      scrubber.refuse(door, "external_ref.id", ref.id());
    }
  }

  static void retentionPolicy(Validator door, @Nullable UUID id, Predicate<UUID> policies) {
    if (id != null && !policies.test(id)) {
      door.reject("retention_policy_id", "must be a policy of the organization");
    }
  }

  static void externalRef(Validator door, @Nullable ExternalRef ref) {
    if (ref != null) {
      door.nonBlank("external_ref.source", ref.source(), Limits.EXTERNAL_REF_LENGTH);
      door.nonBlank("external_ref.id", ref.id(), Limits.EXTERNAL_REF_LENGTH);
    }
  }

  private static @Nullable CloseIntent displaced(
      UUID organizationId, UUID id, SessionRequest request, LifecycleContext wiring, Instant now) {
    return request.policy() != OpenPolicy.SUPERSEDE
        ? null
        : CloseIntents.compile(
            CloseIntents.EndKind.SUPERSEDE,
            new SessionKey(organizationId, id),
            EndRequest.unspecified().withTriggeredBy(request.triggeredBy()),
            id,
            wiring.endDefaults(),
            now);
  }
}
