package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lives through a conversation: opens the session, says what is said, ends it. Every step may be
 * taken again: ids follow from the input, so that whatever has happened before is met, not doubled.
 */
final class Player {
  private static final Duration PER_TURN = Duration.ofSeconds(7);
  private static final int BATCH = 500;

  private final OrganizationSessions sessions;
  private final Ids ids;
  private final Reasons reasons;
  private final Ledger ledger;
  private final InstantSource clock;
  private @Nullable List<Race.Runner> race;

  Player(
      OrganizationSessions sessions, Ids ids, Reasons reasons, Ledger ledger, InstantSource clock) {
    this.sessions = sessions;
    this.ids = ids;
    this.reasons = reasons;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Plays a conversation from wherever it stands; answers its session. */
  UUID play(Conversation conversation) {
    Session session = open(conversation);
    if (!session.isEnded()) {
      EndRequest request = reasons.request(conversation);
      boolean talked = talk(conversation, session);
      if (talked) {
        handOver(session.id(), request.reason());
      }
      end(session.id(), request);
    }
    return session.id();
  }

  /**
   * How the three threads fared that ended the first live session; where an earlier run has ended
   * all of them, how they fare now. Null where there is no session at all.
   */
  @Nullable List<Race.Runner> race(List<UUID> played) {
    if (race == null && !played.isEmpty()) {
      race = Race.run(sessions, played.get(0), EndRequest.unspecified());
    }
    return race;
  }

  private Session open(Conversation conversation) {
    int turns = conversation.turns().size();
    String channel = conversation.channel();
    UUID user = ids.user(conversation);
    SessionRequest request =
        (channel == null ? SessionRequest.with(user) : SessionRequest.on(channel, user))
            .withId(ids.session(conversation))
            .sessionType(conversation.type())
            .status("voice".equals(channel) ? SessionStatus.RINGING : SessionStatus.ACTIVE)
            .startedAt(clock.instant().minus(PER_TURN.multipliedBy(turns)))
            .metadata(metadata(conversation));
    if (conversation.origin() != null) {
      request = request.origin(conversation.origin());
    }
    if (conversation.subject() != null) {
      request = request.subject(conversation.subject());
    }
    return sessions
        .open(request)
        .fold(
            opened -> {
              Session session = opened.session();
              ledger.write(Ledger.Kind.OPENED, session.id(), session.channel());
              return session;
            },
            reused -> reused.session(),
            superseded -> superseded.session(),
            rejected -> rejected.session(),
            ended -> ended.session());
  }

  private static Map<String, Object> metadata(Conversation conversation) {
    Map<String, Object> metadata = new LinkedHashMap<>(conversation.metadata());
    if (conversation.provider() != null) {
      metadata.put("platform", conversation.provider());
    }
    return metadata;
  }

  private boolean talk(Conversation conversation, Session session) {
    List<Turn> turns = conversation.turns();
    if (turns.isEmpty()) {
      return false;
    }
    if (session.status() == SessionStatus.RINGING) {
      sessions.transition(session.id(), SessionStatus.ACTIVE, TriggeredBy.USER);
    }
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Turn turn = turns.get(i);
      messages.add(
          new Message(
              Ids.message(session.id(), i),
              turn.role(),
              turn.text(),
              session.startedAt().plus(PER_TURN.multipliedBy(i)),
              null));
      if (messages.size() == BATCH || i == turns.size() - 1) {
        for (StoredMessage stored : sessions.append(session.id(), messages).orThrow()) {
          ledger.write(Ledger.Kind.MESSAGE, session.id(), stored.id().toString());
        }
        messages.clear();
      }
    }
    return true;
  }

  /** Where the reason tells of somebody else, the session waits for him, or goes to him. */
  private void handOver(UUID session, @Nullable TerminationReason reason) {
    if (reason == TerminationReason.TRANSFERRED) {
      sessions.transition(session, SessionStatus.TRANSFERRED, TriggeredBy.AGENT);
    } else if (reason == TerminationReason.HANDOFF_RESOLVED
        || reason == TerminationReason.ESCALATED) {
      sessions.transition(session, SessionStatus.WAITING_FOR_HUMAN, TriggeredBy.AGENT);
    }
  }

  private void end(UUID id, EndRequest request) {
    Session ended;
    if (race == null) {
      race = Race.run(sessions, id, request);
      ended = race.get(0).result().session();
    } else {
      ended = Ending.end(sessions, id, request).session();
    }
    ledger.write(
        Ledger.Kind.ENDED,
        id,
        ended.reason() == null ? TerminationReason.UNKNOWN.wire() : ended.reason().wire());
  }
}
