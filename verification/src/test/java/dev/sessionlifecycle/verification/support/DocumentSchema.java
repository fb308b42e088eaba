package dev.sessionlifecycle.verification.support;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sessionlifecycle.SessionLifecycle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of session documents, as a user finds it in the jar of the core. */
public final class DocumentSchema {
  private static final String NAME = "META-INF/session-lifecycle/session-document.schema.json";
  private static final JsonMapper JSON = new JsonMapper();

  private final Schema published = schema(resource());
  private final Schema strict = schema(refuseOthers(resource()));

  private static Schema schema(JsonNode node) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(node);
  }

  private static JsonNode resource() {
    try (InputStream in = SessionLifecycle.class.getClassLoader().getResourceAsStream(NAME)) {
      return JSON.readTree(Objects.requireNonNull(in, NAME).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fields that the schema does not describe are allowed to users, and not to the library. */
  private static JsonNode refuseOthers(JsonNode node) {
    if (node instanceof ObjectNode object && object.get("properties") instanceof ObjectNode) {
      object.put("additionalProperties", false);
    }
    node.forEach(DocumentSchema::refuseOthers);
    return node;
  }

  /** Returns what the published schema objects to in a document. */
  public List<String> violations(String document) {
    return violations(published, document);
  }

  /** Returns also the fields that the published schema does not describe. */
  public List<String> strictViolations(String document) {
    return violations(strict, document);
  }

  private static List<String> violations(Schema schema, String document) {
    return schema
        .validate(
            document,
            InputFormat.JSON,
            context -> context.executionConfig(it -> it.formatAssertionsEnabled(true)))
        .stream()
        .map(Error::toString)
        .toList();
  }
}
