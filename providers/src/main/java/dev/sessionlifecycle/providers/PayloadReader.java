package dev.sessionlifecycle.providers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON within bounds, and leaves out fields that no adapter looks at. */
final class PayloadReader {
  private static final int LEVELS = 64;

  /** Names are kept in no table across documents: they come from outside. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(LEVELS)
                  .maxTokenCount(1_000_000)
                  .maxNameLength(1_000)
                  .maxNumberLength(100)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final Set<String> skipped;
  private final boolean lowersNames;

  private PayloadReader(Set<String> skipped, boolean lowersNames) {
    this.skipped = skipped;
    this.lowersNames = lowersNames;
  }

  /** Leaves out the fields of these names, at any level. */
  static PayloadReader skipping(String... names) {
    return new PayloadReader(Set.of(names), false);
  }

  /** Lowers the first letter of each name, for a provider that writes it either way. */
  static PayloadReader loweringNames() {
    return new PayloadReader(Set.of(), true);
  }

  /**
   * Reads an object.
   *
   * @throws MalformedPayloadException if it is none, or beyond the bounds
   */
  Payload read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedPayloadException("the body is no JSON object");
      }
      Payload read = new Payload(object(parser));
      if (parser.nextToken() != null) {
        throw new MalformedPayloadException("the body goes on behind its JSON object");
      }
      return read;
    } catch (IOException e) {
      // The parser's message quotes the body, so that it is no cause either.
      throw new MalformedPayloadException("the body is no JSON, or deeper or larger than allowed");
    }
  }

  /** The nesting is bounded by the parser. */
  private @Nullable Object value(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw new MalformedPayloadException("the body ends early");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (skipped.contains(name)) {
        parser.skipChildren();
        continue;
      }
      Object value = value(parser, token);
      if (value != null) {
        fields.put(lowersNames ? lowered(name) : name, value);
      }
    }
    return fields;
  }

  private List<Object> array(JsonParser parser) throws IOException {
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      Object value = value(parser, token);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }

  private static String lowered(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
