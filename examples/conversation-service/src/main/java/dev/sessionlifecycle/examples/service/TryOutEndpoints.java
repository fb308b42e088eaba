package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Endpoints needed to try the close endpoints: open, append, move, read. */
final class TryOutEndpoints {
  private static final String ALL = "/v1/v2/conversations";
  private static final int PAGE = 500;
  private static final int PAGE_TEXT = 1 << 20;
  private static final String ONE = ALL + "/*";

  private TryOutEndpoints() {}

  static List<Route> routes() {
    return List.of(
        new Route("POST", ALL, Route.Access.WRITE, ErrorShape.FEATHER, TryOutEndpoints::open),
        new Route("GET", ALL, Route.Access.READ, ErrorShape.FEATHER, TryOutEndpoints::list),
        new Route("GET", ONE, Route.Access.READ, ErrorShape.FEATHER, TryOutEndpoints::get),
        new Route(
            "POST",
            ONE + "/messages",
            Route.Access.WRITE,
            ErrorShape.FEATHER,
            TryOutEndpoints::append),
        new Route(
            "GET",
            ONE + "/messages",
            Route.Access.READ,
            ErrorShape.FEATHER,
            TryOutEndpoints::messages),
        new Route(
            "POST", ONE + "/status", Route.Access.WRITE, ErrorShape.FEATHER, TryOutEndpoints::move),
        new Route(
            "GET",
            ONE + "/history",
            Route.Access.READ,
            ErrorShape.FEATHER,
            TryOutEndpoints::history));
  }

  private static Reply open(Call call) {
    Body body =
        Body.of(call.body())
            .only(
                "end_user_id",
                "channel",
                "status",
                "priority",
                "origin",
                "session_type",
                "subject",
                "external_session_id",
                "metadata",
                "context_variables");
    UUID user = body.requiredId("end_user_id");
    String channel = body.text("channel", SessionRequest.DEFAULT_CHANNEL);
    SessionStatus status = body.choice("status", SessionStatus.all(), SessionStatus::wire);
    Priority priority = body.choice("priority", List.of(Priority.values()), Priority::wire);
    Origin origin = body.choice("origin", List.of(Origin.values()), Origin::wire);
    SessionType type =
        body.choice("session_type", List.of(SessionType.values()), SessionType::wire);
    String subject = body.text("subject");
    String external = body.text("external_session_id");
    Map<String, Object> metadata = body.object("metadata");
    Map<String, Object> variables = body.object("context_variables");
    body.check();
    SessionRequest request = SessionRequest.on(channel, Objects.requireNonNull(user));
    request = status == null ? request : request.withStatus(status);
    request = priority == null ? request : request.withPriority(priority);
    request = origin == null ? request : request.withOrigin(origin);
    request = type == null ? request : request.withSessionType(type);
    request = subject == null ? request : request.withSubject(subject);
    request =
        external == null ? request : request.withExternalRef(new ExternalRef("api", external));
    request = metadata == null ? request : request.withMetadata(metadata);
    request = variables == null ? request : request.withContextVariables(variables);
    OpenResult opened = call.sessions().open(request);
    boolean created =
        opened instanceof OpenResult.Opened || opened instanceof OpenResult.Superseded;
    return new Reply(created ? 201 : 200, SessionJson.withEnd(opened.session()));
  }

  private static Reply list(Call call) {
    Page<Session> page =
        call.sessions()
            .list(SessionFilter.all(), call.query().get("cursor"), number(call, "limit", 50));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    page.items().forEach(session -> items.add(SessionJson.withEnd(session)));
    json.put("next", page.next());
    return Reply.ok(json);
  }

  private static int number(Call call, String name, int otherwise) {
    String text = call.query().get(name);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.invalid(
          List.of("query", name), "Input should be a valid integer", "int_parsing");
    }
  }

  private static Reply get(Call call) {
    return Reply.ok(SessionJson.withEnd(call.sessions().get(Ids.inPath(call.id()))));
  }

  private static Reply append(Call call) {
    UUID id = Ids.inPath(call.id());
    Body body = Body.of(call.body()).only("messages");
    List<Message> messages = new ArrayList<>();
    for (Body one : body.objects("messages")) {
      one.only("id", "role", "text", "sent_at");
      UUID messageId = one.id("id");
      MessageRole role =
          one.requiredChoice("role", List.of(MessageRole.values()), MessageRole::wire);
      String text = one.requiredText("text");
      Instant sentAt = one.time("sent_at");
      if (role != null && text != null) {
        messages.add(new Message(messageId, role, text, sentAt, null));
      }
    }
    body.check();
    return Reply.ok(messages(call.sessions().append(id, messages).orThrow()));
  }

  private static Reply messages(Call call) {
    UUID id = Ids.inPath(call.id());
    List<StoredMessage> page =
        upToPage(
            call.sessions().messages(id, number(call, "after", 0), number(call, "limit", PAGE)));
    ObjectNode json = messages(page);
    // null at the end: a page is cut short by its size too
    Integer last = page.isEmpty() ? null : page.get(page.size() - 1).sequence();
    json.put("next", last == null || isLast(call, id, last) ? null : last);
    return Reply.ok(json);
  }

  /** Returns the first messages, with so much text: as JSON, it may be six times as long. */
  private static List<StoredMessage> upToPage(List<StoredMessage> messages) {
    int count = 0;
    for (int left = PAGE_TEXT; count < messages.size() && left > 0; count++) {
      left -= messages.get(count).text().length();
    }
    return messages.subList(0, count);
  }

  private static boolean isLast(Call call, UUID id, int sequence) {
    return call.sessions().messages(id, sequence, 1).isEmpty();
  }

  private static ObjectNode messages(List<StoredMessage> messages) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (StoredMessage message : messages) {
      items
          .addObject()
          .put("id", message.id().toString())
          .put("sequence", message.sequence())
          .put("role", message.role().wire())
          .put("text", message.text())
          .put("sent_at", message.sentAt().toString());
    }
    return json;
  }

  private static Reply move(Call call) {
    UUID id = Ids.inPath(call.id());
    Body body = Body.of(call.body()).only("status");
    @Nullable SessionStatus to =
        body.requiredChoice("status", SessionStatus.all(), SessionStatus::wire);
    body.check();
    Session moved = call.sessions().transition(id, Objects.requireNonNull(to)).orThrow();
    return Reply.ok(SessionJson.withEnd(moved));
  }

  private static Reply history(Call call) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    int limit = number(call, "limit", PAGE);
    List<HistoryEntry> page =
        call.sessions().history(Ids.inPath(call.id()), number(call, "after", 0), limit);
    for (HistoryEntry entry : page) {
      items
          .addObject()
          .put("sequence", entry.sequence())
          .put("kind", entry.kind().name().toLowerCase(java.util.Locale.ROOT))
          .put("from", entry.from() == null ? null : entry.from().wire())
          .put("to", entry.to().wire())
          .put("reason", entry.reason() == null ? null : entry.reason().wire())
          .put("triggered_by", entry.triggeredBy())
          .put("at", entry.at().toString());
    }
    json.put("next", page.size() < limit ? null : (Integer) page.get(limit - 1).sequence());
    return Reply.ok(json);
  }
}
