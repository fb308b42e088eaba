package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionlifecycle.conversation.ConversationEndpoints;
import dev.sessionlifecycle.conversation.EndSessionRequest;
import dev.sessionlifecycle.conversation.EndedConversation;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The close endpoints of the Feather and AnyReach APIs. */
final class CloseEndpoints {
  private static final int REASON = 64;

  private CloseEndpoints() {}

  static List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/v1/v2/conversations/*/close",
            Route.Access.WRITE,
            ErrorShape.FEATHER,
            CloseEndpoints::close),
        new Route(
            "POST",
            "/v1/v2/conversations/*/end_session",
            Route.Access.WRITE,
            ErrorShape.FEATHER,
            CloseEndpoints::endSession),
        new Route(
            "POST",
            "/core/conversations/*/end",
            Route.Access.WRITE,
            ErrorShape.TEXT_END,
            CloseEndpoints::endText));
  }

  private static Reply close(Call call) {
    UUID id = Ids.inPath(call.id());
    String reason = null;
    if (!call.body().isNull()) {
      Body body = Body.of(call.body());
      reason = body.text("reason", REASON);
      body.check();
    }
    return Reply.ok(SessionJson.of(ConversationEndpoints.of(call.sessions()).close(id, reason)));
  }

  private static Reply endSession(Call call) {
    UUID id = Ids.inPath(call.id());
    EndSessionRequest request = request(call.body());
    return Reply.ok(Json.tree(ConversationEndpoints.of(call.sessions()).endForAdmin(id, request)));
  }

  /** Ignores additional fields, as the schema allows. */
  private static @Nullable EndSessionRequest request(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    Body body = Body.of(json);
    UUID endUserId = body.requiredId("end_user_id");
    UUID sessionId = body.requiredId("session_id");
    UUID agentId = body.id("agent_id");
    String channel = body.text("channel", "api");
    String reason = body.text("reason");
    body.check();
    return new EndSessionRequest(
        Objects.requireNonNull(endUserId),
        Objects.requireNonNull(sessionId),
        agentId,
        channel,
        reason);
  }

  private static Reply endText(Call call) {
    EndedConversation ended = ConversationEndpoints.of(call.sessions()).endText(call.id());
    ObjectNode json = Json.object();
    json.put("conversation_id", ended.conversationId().toString());
    json.put("status", ended.status().wire());
    json.put("duration", ended.duration());
    json.put("summary", ended.summary());
    return Reply.ok(json);
  }
}
