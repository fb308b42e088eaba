package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs turns: keeps what the user says, calls the handler, keeps the reply, builds the result. */
final class TurnRunner {
  private final OwnedSession owned;
  private final OrganizationSessions sessions;
  private final RuntimeStateMachine machine;
  private final TurnBuffer buffer;
  private final MessageWriter writer;
  private final RuntimeCloser closer;
  private final PersistStrategy strategy;
  private final TurnResults results;
  private final TurnHandler handler;
  private final AtomicReference<@Nullable CallTransferIntent> transfer = new AtomicReference<>();

  TurnRunner(
      OwnedSession owned,
      OrganizationSessions sessions,
      RuntimeStateMachine machine,
      TurnBuffer buffer,
      MessageWriter writer,
      RuntimeCloser closer,
      PersistStrategy strategy,
      TurnResults results,
      TurnHandler handler) {
    this.owned = owned;
    this.sessions = sessions;
    this.machine = machine;
    this.buffer = buffer;
    this.writer = writer;
    this.closer = closer;
    this.strategy = strategy;
    this.results = results;
    this.handler = handler;
  }

  @Nullable CallTransferIntent pendingTransfer() {
    return transfer.get();
  }

  TurnResult run(TurnRequest request) {
    UUID turnId = request.turnId() == null ? owned.newId() : request.turnId();
    Message said =
        owned.prepare(
            Message.fromUser(request.text()).withId(userMessageId(turnId)).inTurn(turnId));
    if (!machine.tryTurn()) {
      return results.silent(machine.status(), endedSession());
    }
    transfer.set(null);
    boolean finished = false;
    try {
      TurnResult result = run(turnId, said);
      finished = true;
      return result;
    } catch (SessionLifecycleException e) {
      finished = true;
      return finish(turnId, TurnReply.failed(e.code()), false);
    } finally {
      if (!finished) {
        machine.finishTurn(true, null);
      }
    }
  }

  private TurnResult run(UUID turnId, Message said) {
    if (!buffer.hasRoomForTurn()) {
      return finish(turnId, TurnReply.failed("buffer_full"), false);
    }
    boolean repeated = buffer.contains(said);
    boolean kept = buffer.add(List.of(said));
    boolean refused = true;
    Session session;
    try {
      session = kept ? begin(turnId) : endedSession();
      refused = session == null || session.isEnded();
    } catch (StoreException e) {
      refused = false;
      throw e;
    } finally {
      if (refused && !repeated) {
        buffer.remove(List.of(said));
      }
    }
    if (session == null || session.isEnded()) {
      machine.finishTurn(false, null);
      follow(session);
      return results.silent(machine.status(), session);
    }
    TurnReply reply = handle(turnId, said.text(), session.status());
    List<Message> answer =
        reply.text().isEmpty()
            ? List.of()
            : owned.prepareParts(Message.fromAgent(reply.text()).inTurn(turnId));
    if (!buffer.add(answer)) {
      machine.lose(answer.size());
      return finish(turnId, results.failed(reply, "session_ended"), false);
    }
    return strategy == PersistStrategy.PER_TURN
        ? store(turnId, reply)
        : finish(turnId, reply, false);
  }

  /** Returns the session as the turn finds it, with the words of the user kept if it is live. */
  private Session begin(UUID turnId) {
    Optional<Session> ended = owned.touch();
    if (ended.isPresent()) {
      return ended.get();
    }
    if (strategy == PersistStrategy.PER_TURN) {
      try {
        Session over = writer.write(turnId);
        if (over != null) {
          return over;
        }
      } catch (StoreException e) {
        // they stay buffered, and are written with the reply, the next turn or the end
      }
    }
    Session session =
        owned.find().orElseThrow(() -> new SessionNotFoundException(owned.sessionId()));
    if (strategy == PersistStrategy.FLUSH_AT_END
        && session.messageCount() >= owned.limits().messagesPerSession()) {
      throw new SessionConflictException(
          "session_full", "session " + session.id() + " holds as many messages as it may");
    }
    if (session.status() != SessionStatus.QUEUED && session.status() != SessionStatus.RINGING) {
      return session;
    }
    try {
      return sessions.transition(session.id(), SessionStatus.ACTIVE, TriggeredBy.AGENT).session();
    } catch (SessionLifecycleException e) {
      return session; // moved meanwhile, or the store failed: the user is answered all the same
    }
  }

  private TurnReply handle(UUID turnId, String text, SessionStatus status) {
    TurnContext context =
        new TurnContext(owned.organizationId(), owned.sessionId(), turnId, text, status);
    return Callbacks.call(
        () -> {
          @Nullable TurnReply reply = handler.handle(context);
          return reply == null ? TurnReply.failed("no_reply") : reply;
        },
        e -> TurnReply.failed(Callbacks.describe(e)));
  }

  private TurnResult store(UUID turnId, TurnReply reply) {
    try {
      if (writer.write(turnId) == null) {
        return finish(turnId, reply, true);
      }
      return finish(turnId, results.failed(reply, "session_ended"), false);
    } catch (SessionLifecycleException e) {
      // stays buffered, and is written with the next turn or with the end
      return finish(turnId, results.failed(reply, e.code()), false);
    }
  }

  private TurnResult finish(UUID turnId, TurnReply said, boolean stored) {
    TurnReply reply = said;
    if (reply.end() != null) {
      try {
        owned.check(reply.end());
      } catch (InvalidInputException e) {
        reply = results.refusedEnd(reply);
      }
    }
    transfer.set(reply.callTransfer());
    machine.finishTurn(reply.failed(), reply.end());
    if (machine.isReleased()) {
      reply = released(reply);
    }
    Session session = endedSession();
    String failure = follow(session);
    RuntimeEnd end = machine.end();
    if (failure == null && !stored && !reply.failed() && end != null && end.unwritten() > 0) {
      failure = "session_ended";
    }
    if (failure != null) {
      reply = results.failed(reply, failure);
    }
    return results.of(reply, turnId, stored, machine.status(), session);
  }

  /** Follows an end elsewhere; returns why what is buffered could not be written, if so. */
  private @Nullable String follow(@Nullable Session session) {
    if (session == null || !session.isEnded()) {
      return null;
    }
    try {
      closer.follow(session);
      return null;
    } catch (SessionLifecycleException e) {
      return e.code();
    }
  }

  /** The session was let go during the turn: what the turn left is written now. */
  private TurnReply released(TurnReply reply) {
    try {
      SessionConflictException taken = closer.release();
      return taken == null ? reply : results.failed(reply, taken.code());
    } catch (SessionLifecycleException e) {
      return results.failed(reply, e.code());
    }
  }

  private @Nullable Session endedSession() {
    RuntimeEnd end = machine.end();
    return end == null ? findQuietly() : end.session();
  }

  private @Nullable Session findQuietly() {
    try {
      return owned.find().orElse(null);
    } catch (SessionLifecycleException e) {
      return null;
    }
  }

  /** Derived from the turn, so that repeating a turn does not store the user's message twice. */
  private static UUID userMessageId(UUID turnId) {
    return UUID.nameUUIDFromBytes(("user:" + turnId).getBytes(StandardCharsets.UTF_8));
  }
}
