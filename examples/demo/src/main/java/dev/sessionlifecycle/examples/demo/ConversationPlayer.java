package dev.sessionlifecycle.examples.demo;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TriggeredBy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays a conversation: opens the session, appends its messages, and closes it. Every call can be
 * repeated: ids are derived from the input, so nothing is duplicated.
 */
final class ConversationPlayer {
  private static final Duration TURN_DURATION = Duration.ofSeconds(7);
  private static final int BATCH_SIZE = 500;
  private static final Map<ReasonProvider, ReasonMapping> MAPPINGS =
      Arrays.stream(ReasonProvider.values())
          .collect(Collectors.toMap(provider -> provider, ReasonMapping::of));

  private final OrganizationSessions sessions;
  private final UUID organization;
  private final Ledger ledger;
  private final InstantSource clock;
  private @Nullable UUID first;
  private @Nullable CloseRace race;

  ConversationPlayer(
      OrganizationSessions sessions, UUID organization, Ledger ledger, InstantSource clock) {
    this.sessions = sessions;
    this.organization = organization;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Continues where an earlier run stopped, and returns the session id. */
  UUID play(Conversation conversation) {
    Session session = open(conversation);
    if (!session.isEnded()) {
      EndRequest request = request(conversation);
      talk(conversation, session, request.reason());
      end(session.id(), request);
    }
    first = first == null ? session.id() : first;
    return session.id();
  }

  /**
   * Returns the race to close the first live session, or a session closed by an earlier run if none
   * was live; null without sessions.
   */
  @Nullable CloseRace race() {
    UUID session = first;
    if (race == null && session != null) {
      race = CloseRace.run(name -> close(session, EndRequest.unspecified().withTriggeredBy(name)));
    }
    return race;
  }

  private Session open(Conversation conversation) {
    String channel = conversation.channel();
    UUID user = conversation.userId(organization);
    Map<String, Object> metadata = new LinkedHashMap<>(conversation.metadata());
    if (conversation.provider() != null) {
      metadata.put("platform", conversation.provider());
    }
    SessionRequest request =
        (channel == null ? SessionRequest.with(user) : SessionRequest.on(channel, user))
            .withId(conversation.sessionId(organization))
            .withSessionType(conversation.type())
            .withStatus("voice".equals(channel) ? SessionStatus.RINGING : SessionStatus.ACTIVE)
            .withStartedAt(
                clock.instant().minus(TURN_DURATION.multipliedBy(conversation.turns().size())))
            .withMetadata(metadata);
    if (conversation.origin() != null) {
      request = request.withOrigin(conversation.origin());
    }
    if (conversation.subject() != null) {
      request = request.withSubject(conversation.subject());
    }
    OpenResult result = sessions.open(request);
    Session session = result.session();
    if (result instanceof OpenResult.Opened) {
      ledger.write(Ledger.OPENED, session.id(), session.channel());
    }
    return session;
  }

  private void talk(
      Conversation conversation, Session session, @Nullable TerminationReason reason) {
    List<Conversation.Turn> turns = conversation.turns();
    if (turns.isEmpty()) {
      return;
    }
    if (session.status() == SessionStatus.RINGING) {
      sessions.transition(session.id(), SessionStatus.ACTIVE, TriggeredBy.USER);
    }
    for (int from = 0; from < turns.size(); from += BATCH_SIZE) {
      List<Message> batch = new ArrayList<>();
      for (int i = from; i < Math.min(from + BATCH_SIZE, turns.size()); i++) {
        Conversation.Turn turn = turns.get(i);
        batch.add(
            new Message(
                Conversation.messageId(session.id(), i),
                turn.role(),
                turn.text(),
                session.startedAt().plus(TURN_DURATION.multipliedBy(i)),
                null));
      }
      for (StoredMessage stored : sessions.append(session.id(), batch).orThrow()) {
        ledger.write(Ledger.MESSAGE, session.id(), stored.id().toString());
      }
    }
    if (reason == TerminationReason.TRANSFERRED) {
      sessions.transition(session.id(), SessionStatus.TRANSFERRED, TriggeredBy.AGENT);
    } else if (reason == TerminationReason.HANDOFF_RESOLVED
        || reason == TerminationReason.ESCALATED) {
      sessions.transition(session.id(), SessionStatus.WAITING_FOR_HUMAN, TriggeredBy.AGENT);
    }
  }

  private void end(UUID session, EndRequest request) {
    Session ended;
    if (race == null) {
      race = CloseRace.run(name -> close(session, request.withTriggeredBy(name)));
      ended = race.runners().get(0).result().session();
    } else {
      ended = close(session, request).session();
    }
    TerminationReason reason = ended.reason() == null ? TerminationReason.UNKNOWN : ended.reason();
    ledger.write(Ledger.ENDED, session, reason.wire());
  }

  private static EndRequest request(Conversation conversation) {
    String reported = conversation.endReason();
    return reported == null || reported.isBlank()
        ? EndRequest.reported(reported)
        : EndRequest.because(reason(conversation.provider(), reported), reported);
  }

  /**
   * Maps the reason with the platform's table. Without a table, a canonical reason is used as is,
   * and anything else maps to the value on which the tables of all platforms agree; the library
   * itself never guesses.
   */
  private static TerminationReason reason(@Nullable String platform, String reported) {
    List<TerminationReason> candidates = new ArrayList<>();
    for (Map.Entry<ReasonProvider, ReasonMapping> mapping : MAPPINGS.entrySet()) {
      TerminationReason reason = mapping.getValue().map(reported);
      if (mapping.getKey().wire().equalsIgnoreCase(platform)) {
        return reason;
      }
      if (!reason.isUnspecific() && !candidates.contains(reason)) {
        candidates.add(reason);
      }
    }
    TerminationReason canonical = TerminationReason.coerce(reported);
    return canonical == TerminationReason.UNKNOWN && candidates.size() == 1
        ? candidates.get(0)
        : canonical;
  }

  /** Closes the session in the way that fits the reason. */
  private CloseResult close(UUID session, EndRequest request) {
    TerminationReason reason = request.reason();
    if (reason == null) {
      return sessions.close(session, request);
    }
    if (reason.category() == OutcomeCategory.FAILED) {
      return sessions.fail(session, request);
    }
    if (reason.category() == OutcomeCategory.DISPLACED) {
      return sessions.supersede(session, null, request);
    }
    return switch (reason) {
      case SILENCE_TIMEOUT, MAX_CALL_DURATION, PARTICIPANT_JOIN_TIMEOUT ->
          sessions.expire(session, request);
      default -> sessions.close(session, request);
    };
  }
}
