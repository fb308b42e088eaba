package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds the results of turns. */
final class TurnResults {
  private static final String NO_LABEL = "max_steps_exceeded";

  private final UUID sessionId;
  private final int longest;

  /**
   * For one session.
   *
   * @param longest the most code points of one message
   */
  TurnResults(UUID sessionId, int longest) {
    this.sessionId = sessionId;
    this.longest = longest;
  }

  TurnResult of(
      TurnReply reply,
      UUID turnId,
      boolean stored,
      RuntimeStatus status,
      @Nullable Session session) {
    return base(status, session)
        .messages(messages(reply, stored ? turnId : null))
        .handoff(reply.handoff())
        .callTransfer(reply.callTransfer())
        .dtmfInput(reply.dtmfInput())
        .error(error(reply))
        .modelUsed(reply.modelUsed())
        .tokenCount(reply.tokenCount())
        .latencyMs(reply.latencyMs())
        .build();
  }

  /** The result of a turn that was not run, or was run too late to be heard. */
  TurnResult silent(RuntimeStatus status, @Nullable Session session) {
    return base(status, session).messages(List.of(AssistantMessage.of(""))).build();
  }

  /** Returns the reply as one of a turn that failed after the handler had returned. */
  TurnReply failed(TurnReply reply, String label) {
    TurnReply.Builder builder = TurnReply.builder(reply.text()).failed(label);
    if (reply.end() != null) {
      builder.end(reply.end());
    }
    if (reply.producingAssistantId() != null) {
      builder.producingAssistantId(reply.producingAssistantId());
    }
    return builder.build();
  }

  /** Returns the reply without its end, which was refused. */
  TurnReply refusedEnd(TurnReply reply) {
    return new TurnReply(
        reply.text(),
        null,
        reply.handoff(),
        reply.callTransfer(),
        reply.dtmfInput(),
        true,
        "invalid_end",
        reply.producingAssistantId(),
        reply.modelUsed(),
        reply.tokenCount(),
        reply.latencyMs());
  }

  private TurnResult.Builder base(RuntimeStatus status, @Nullable Session session) {
    return TurnResult.builder(status)
        .sessionId(sessionId)
        .sessionStatus(session == null ? null : session.statusText());
  }

  private List<AssistantMessage> messages(TurnReply reply, @Nullable UUID turnId) {
    List<AssistantMessage> messages = new ArrayList<>();
    for (String chunk : MessageChunks.split(Texts.withoutUnstorable(reply.text()), longest)) {
      messages.add(
          new AssistantMessage(turnId, chunk, messages.size(), reply.producingAssistantId()));
    }
    return messages;
  }

  private static @Nullable String error(TurnReply reply) {
    if (!reply.failed()) {
      return null;
    }
    return reply.label() == null ? NO_LABEL : reply.label();
  }
}
