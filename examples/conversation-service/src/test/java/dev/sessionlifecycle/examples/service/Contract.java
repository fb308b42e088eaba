package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The schemas of the Feather and AnyReach APIs: fields, enum values, defaults and bounds. */
final class Contract {
  static final Contract FEATHER = new Contract("feather");
  static final Contract ANYREACH = new Contract("anyreach");

  private final JsonNode schemas;

  private Contract(String name) {
    try (InputStream in =
        Objects.requireNonNull(Contract.class.getResourceAsStream("/contract/" + name + ".json"))) {
      schemas = Json.read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how a value violates a definition; empty if it is valid. */
  List<String> violations(String definition, JsonNode value) {
    var whole = (com.fasterxml.jackson.databind.node.ObjectNode) schemas.deepCopy();
    whole.put("$ref", "#/$defs/" + definition);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(Json.bytes(whole), StandardCharsets.UTF_8), InputFormat.JSON);
    List<Error> errors =
        schema.validate(
            new String(Json.bytes(value), StandardCharsets.UTF_8),
            InputFormat.JSON,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    return errors.stream().map(Error::toString).toList();
  }

  /** Returns the fields of a definition. */
  Set<String> fields(String definition) {
    return names(schemas.get("$defs").get(definition).get("properties"));
  }

  /** Returns the names of all definitions. */
  Set<String> definitions() {
    return names(schemas.get("$defs"));
  }

  /** Returns a definition. */
  JsonNode definition(String name) {
    return schemas.get("$defs").get(name);
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
