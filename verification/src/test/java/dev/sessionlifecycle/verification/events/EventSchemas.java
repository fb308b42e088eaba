package dev.sessionlifecycle.verification.events;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sessionlifecycle.events.SessionEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of events, as a user finds them in the jar, with no field beside theirs. */
final class EventSchemas {
  private static final JsonMapper JSON = new JsonMapper();

  /** Returns what the schema of a type objects to in the body of a webhook. */
  List<String> violations(String type, String body) {
    return violations(strict(resource(type)), body);
  }

  /** Returns what the schema of a type objects to in the data alone. */
  List<String> dataViolations(String type, String data) {
    ObjectNode whole = (ObjectNode) strict(resource(type));
    ObjectNode schema = (ObjectNode) whole.get("$defs").get("data");
    schema.set("$defs", whole.get("$defs").deepCopy());
    return violations(schema, data);
  }

  private static List<String> violations(JsonNode node, String text) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(node);
    return schema
        .validate(
            text,
            InputFormat.JSON,
            context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }

  private static JsonNode resource(String type) {
    String name = "META-INF/session-lifecycle/events/" + type + ".schema.json";
    try (InputStream in = SessionEvent.class.getClassLoader().getResourceAsStream(name)) {
      return JSON.readTree(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode strict(JsonNode node) {
    if (node instanceof ObjectNode object && object.get("properties") instanceof ObjectNode) {
      object.put("additionalProperties", false);
    }
    node.forEach(EventSchemas::strict);
    return node;
  }
}
