package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionLifecycleException;
import dev.sessionlifecycle.internal.Door;
import dev.sessionlifecycle.internal.Owning;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.spi.AppendReply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs turns: asks the handler, keeps what is said, and tells what it came to. */
final class Turns {
  private final Owning owning;
  private final RuntimeMachine machine;
  private final TurnBuffer buffer;
  private final Lease lease;
  private final Ends ends;
  private final PersistStrategy strategy;
  private final TurnAnswers answers;
  private final TurnHandler handler;
  private final AtomicReference<@Nullable CallTransferIntent> transfer = new AtomicReference<>();

  Turns(
      Owning owning,
      RuntimeMachine machine,
      TurnBuffer buffer,
      Lease lease,
      Ends ends,
      PersistStrategy strategy,
      TurnAnswers answers,
      TurnHandler handler) {
    this.owning = owning;
    this.machine = machine;
    this.buffer = buffer;
    this.lease = lease;
    this.ends = ends;
    this.strategy = strategy;
    this.answers = answers;
    this.handler = handler;
  }

  @Nullable CallTransferIntent pendingTransfer() {
    return transfer.get();
  }

  TurnResult run(TurnRequest request) {
    Door door = new Door();
    owning.check(door, "text", request.text());
    door.close();
    if (!machine.tryTurn()) {
      return answers.silent(machine.status(), ended());
    }
    transfer.set(null);
    UUID turnId = request.turnId() == null ? owning.newId() : request.turnId();
    boolean finished = false;
    try {
      TurnResult result = run(turnId, request.text());
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

  private TurnResult run(UUID turnId, String text) {
    Optional<Session> ended = lease.keep(true);
    if (ended.isPresent()) {
      return over(ended.get());
    }
    if (!buffer.hasRoomForTurn()) {
      return finish(turnId, TurnReply.failed("buffer_full"), false);
    }
    Message said = owning.message(userMessageId(turnId), MessageRole.USER, text, turnId);
    TurnReply reply = checked(handle(turnId, text));
    buffer.add(List.of(said));
    if (!reply.text().isEmpty()) {
      buffer.add(List.of(owning.message(owning.newId(), MessageRole.AGENT, reply.text(), turnId)));
    }
    return strategy == PersistStrategy.PER_TURN
        ? store(turnId, reply)
        : finish(turnId, reply, false);
  }

  private TurnReply handle(UUID turnId, String text) {
    try {
      return handler.handle(
          new TurnContext(owning.key().organizationId(), owning.key().sessionId(), turnId, text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TurnReply.failed(e.toString());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return TurnReply.failed(e.toString());
    }
  }

  /** A handler may answer null, or what no store takes. */
  private TurnReply checked(@Nullable TurnReply reply) {
    if (reply == null) {
      return TurnReply.failed("no_reply");
    }
    Door door = new Door();
    owning.check(door, "text", reply.text());
    return door.violations().isEmpty() ? reply : TurnReply.failed("invalid_reply");
  }

  private TurnResult store(UUID turnId, TurnReply reply) {
    List<Message> held = buffer.messages();
    AppendReply stored;
    try {
      stored = owning.append(held, lease.token());
    } catch (SessionLifecycleException e) {
      // what was said stays held back, and is written with the next turn or with the end
      return finish(turnId, answers.failed(reply, e.code()), false);
    }
    if (stored instanceof AppendReply.Done) {
      buffer.stored(held);
      return finish(turnId, reply, true);
    } else if (stored instanceof AppendReply.NotLive notLive && notLive.session().isEnded()) {
      return over(notLive.session());
    } else if (stored instanceof AppendReply.Conflict) {
      buffer.stored(held.stream().filter(it -> turnId.equals(it.turnId())).toList());
      return finish(turnId, answers.failed(reply, "message_conflict"), false);
    } else if (stored instanceof AppendReply.NotOwner) {
      return finish(turnId, answers.failed(reply, owning.notOwner().code()), false);
    }
    return finish(turnId, answers.failed(reply, "session_not_found"), false);
  }

  private TurnResult finish(UUID turnId, TurnReply reply, boolean stored) {
    transfer.set(reply.callTransfer());
    RuntimeStatus status = machine.finishTurn(reply.failed(), reply.end());
    if (status == RuntimeStatus.END_PROCESSING || status == RuntimeStatus.ENDED) {
      // the end did not wait for this turn any longer
      return answers.silent(status, ended());
    }
    Session session = quietly();
    if (session != null && session.isEnded()) {
      ends.follow(session);
    }
    return answers.of(reply, turnId, stored, machine.status(), session);
  }

  private TurnResult over(Session session) {
    ends.follow(session);
    return answers.silent(machine.finishTurn(false, null), session);
  }

  private @Nullable Session ended() {
    RuntimeEnd end = machine.end();
    return end == null ? quietly() : end.session();
  }

  private @Nullable Session quietly() {
    try {
      return owning.find().orElse(null);
    } catch (SessionLifecycleException e) {
      return null;
    }
  }

  /** The same for the same turn, so that a turn tried again says it once. */
  private static UUID userMessageId(UUID turnId) {
    return UUID.nameUUIDFromBytes(("user:" + turnId).getBytes(StandardCharsets.UTF_8));
  }
}
