package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs turns: calls the handler, buffers or stores what is said, and builds the result. */
final class TurnRunner {
  private final OwnedSession owned;
  private final RuntimeStateMachine machine;
  private final TurnBuffer buffer;
  private final RuntimeCloser closer;
  private final PersistStrategy strategy;
  private final TurnResults results;
  private final TurnHandler handler;
  private final AtomicReference<@Nullable CallTransferIntent> transfer = new AtomicReference<>();

  TurnRunner(
      OwnedSession owned,
      RuntimeStateMachine machine,
      TurnBuffer buffer,
      RuntimeCloser closer,
      PersistStrategy strategy,
      TurnResults results,
      TurnHandler handler) {
    this.owned = owned;
    this.machine = machine;
    this.buffer = buffer;
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
    Message userMessage =
        owned.prepare(
            Message.fromUser(request.text()).withId(userMessageId(turnId)).inTurn(turnId));
    if (!machine.tryTurn()) {
      return results.silent(machine.status(), endedSession());
    }
    transfer.set(null);
    boolean finished = false;
    try {
      TurnResult result = run(turnId, userMessage);
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

  private TurnResult run(UUID turnId, Message userMessage) {
    Optional<Session> ended = owned.touch();
    if (ended.isPresent()) {
      return sessionEnded(ended.get());
    }
    if (!buffer.hasRoomForTurn()) {
      return finish(turnId, TurnReply.failed("buffer_full"), false);
    }
    TurnReply reply = handle(turnId, userMessage.text());
    Message agentMessage = null;
    if (!reply.text().isEmpty()) {
      try {
        agentMessage = owned.prepare(Message.fromAgent(reply.text()).inTurn(turnId));
      } catch (InvalidInputException e) {
        reply = TurnReply.failed("invalid_reply");
      }
    }
    buffer.add(agentMessage == null ? List.of(userMessage) : List.of(userMessage, agentMessage));
    return strategy == PersistStrategy.PER_TURN
        ? store(turnId, reply)
        : finish(turnId, reply, false);
  }

  private TurnReply handle(UUID turnId, String text) {
    try {
      @Nullable TurnReply reply =
          handler.handle(new TurnContext(owned.organizationId(), owned.sessionId(), turnId, text));
      return reply == null ? TurnReply.failed("no_reply") : reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TurnReply.failed(e.toString());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return TurnReply.failed(e.toString());
    }
  }

  private TurnResult store(UUID turnId, TurnReply reply) {
    List<Message> buffered = buffer.messages();
    try {
      if (owned.append(buffered) instanceof AppendResult.AlreadyEnded ended) {
        return sessionEnded(ended.session());
      }
    } catch (SessionConflictException e) {
      if (e.code().equals("message_conflict")) {
        // repeating it would only conflict again
        buffer.remove(buffered.stream().filter(it -> turnId.equals(it.turnId())).toList());
      }
      return finish(turnId, results.failed(reply, e.code()), false);
    } catch (SessionLifecycleException e) {
      // stays buffered, and is written with the next turn or with the end
      return finish(turnId, results.failed(reply, e.code()), false);
    }
    buffer.remove(buffered);
    return finish(turnId, reply, true);
  }

  private TurnResult finish(UUID turnId, TurnReply reply, boolean stored) {
    transfer.set(reply.callTransfer());
    RuntimeStatus status = machine.finishTurn(reply.failed(), reply.end());
    if (status == RuntimeStatus.END_PROCESSING || status == RuntimeStatus.ENDED) {
      // the end has stopped waiting for this turn
      return results.silent(status, endedSession());
    }
    Session session = findQuietly();
    if (session != null && session.isEnded()) {
      closer.follow(session);
    }
    return results.of(reply, turnId, stored, machine.status(), session);
  }

  private TurnResult sessionEnded(Session session) {
    closer.follow(session);
    return results.silent(machine.finishTurn(false, null), session);
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
