package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/** Snake-case JSON; enums by their wire values. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addSerializer(enums()))
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns a value of the library as JSON. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  /** Reads one value; malformed JSON is rejected with 400, without quoting it. */
  static JsonNode read(byte[] body) {
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node == null || node.isMissingNode()) {
        return JsonNodeFactory.instance.nullNode();
      }
      return node;
    } catch (IOException e) {
      throw Refusal.of(400, "malformed_json", "The body is not JSON.");
    }
  }

  private static JsonSerializer<Enum<?>> enums() {
    return new JsonSerializer<>() {
      @Override
      @SuppressWarnings({"unchecked", "rawtypes"}) // Jackson requires the raw class
      public Class<Enum<?>> handledType() {
        return (Class) Enum.class;
      }

      @Override
      public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeString(value.name().toLowerCase(Locale.ROOT));
      }
    };
  }
}
