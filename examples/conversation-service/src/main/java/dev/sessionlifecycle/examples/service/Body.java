package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object and collects violations. */
final class Body {
  private final JsonNode json;
  private final List<Object> at;
  private final List<Refusal.Fault> faults;

  private Body(JsonNode json, List<Object> at, List<Refusal.Fault> faults) {
    this.json = json;
    this.at = at;
    this.faults = faults;
  }

  /** Returns the body, which must be an object. */
  static Body of(JsonNode json) {
    if (!json.isObject()) {
      throw Refusal.invalid(List.of("body"), "Input should be an object", "object_type");
    }
    return new Body(json, List.of("body"), new ArrayList<>());
  }

  /** Throws if there are violations, with all of them. */
  void check() {
    if (!faults.isEmpty()) {
      throw Refusal.invalid(faults);
    }
  }

  /** Rejects all other fields. */
  Body only(String... names) {
    Set<String> known = Set.of(names);
    if (json.properties().stream().anyMatch(field -> !known.contains(field.getKey()))) {
      // the caller chose the names, so they are not echoed
      faults.add(new Refusal.Fault(at, "Extra fields are not permitted", "extra_forbidden"));
    }
    return this;
  }

  /** A required UUID; null after a violation. */
  @Nullable UUID requiredId(String name) {
    if (!json.has(name)) {
      fault(name, "Field required", "missing");
      return null;
    }
    JsonNode value = json.get(name);
    return value.isNull() ? notAnId(name) : id(name, value);
  }

  /** A UUID or null. */
  @Nullable UUID id(String name) {
    JsonNode value = present(name);
    return value == null ? null : id(name, value);
  }

  private @Nullable UUID id(String name, JsonNode value) {
    UUID id = value.isTextual() ? Ids.parse(value.textValue()) : null;
    return id == null ? notAnId(name) : id;
  }

  private @Nullable UUID notAnId(String name) {
    fault(name, "Input should be a valid UUID", "uuid_parsing");
    return null;
  }

  /** A string or null. */
  @Nullable String text(String name) {
    JsonNode value = present(name);
    if (value != null && !value.isTextual()) {
      fault(name, "Input should be a valid string", "string_type");
      return null;
    }
    return value == null ? null : value.textValue();
  }

  /** A required string; null after a violation. */
  @Nullable String requiredText(String name) {
    return isMissing(name) ? null : text(name);
  }

  /** A string of at most so many code points, or null. */
  @Nullable String text(String name, int longest) {
    String text = text(name);
    if (text != null && text.codePointCount(0, text.length()) > longest) {
      fault(name, "String should have at most " + longest + " characters", "string_too_long");
      return null;
    }
    return text;
  }

  /** Returns a string, or the default if the field is absent; rejects null. */
  String text(String name, String otherwise) {
    if (json.has(name) && json.get(name).isNull()) {
      fault(name, "Input should be a valid string", "string_type");
    }
    String text = text(name);
    return text == null ? otherwise : text;
  }

  /** Returns one of these values by its word; null after a violation. */
  <E> @Nullable E requiredChoice(String name, List<E> values, Function<E, String> word) {
    return isMissing(name) ? null : choice(name, values, word);
  }

  /** Returns one of these values by its word, or null. */
  <E> @Nullable E choice(String name, List<E> values, Function<E, String> word) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    for (E value : values) {
      if (word.apply(value).equals(text)) {
        return value;
      }
    }
    String words = String.join(", ", values.stream().map(word).toList());
    fault(name, "Input should be one of: " + words, "enum");
    return null;
  }

  /** A time with an offset, or null. */
  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      fault(name, "Input should be a valid datetime with an offset", "datetime_parsing");
      return null;
    }
  }

  /** An object of plain values, or null. */
  @Nullable Map<String, Object> object(String name) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    } else if (!value.isObject()) {
      fault(name, "Input should be an object", "object_type");
      return null;
    }
    return PlainValues.of(value);
  }

  /** Returns the objects of a required array. */
  List<Body> objects(String name) {
    if (isMissing(name)) {
      return List.of();
    }
    JsonNode value = json.get(name);
    if (!value.isArray()) {
      fault(name, "Input should be an array", "list_type");
      return List.of();
    }
    List<Body> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      if (value.get(i).isObject()) {
        all.add(new Body(value.get(i), place(name, i), faults));
      } else {
        faults.add(new Refusal.Fault(place(name, i), "Input should be an object", "object_type"));
      }
    }
    return all;
  }

  private void fault(String name, String message, String type) {
    faults.add(new Refusal.Fault(place(name), message, type));
  }

  private List<Object> place(Object... more) {
    List<Object> place = new ArrayList<>(at);
    place.addAll(List.of(more));
    return place;
  }

  /** Records a violation if a field is absent or null. */
  private boolean isMissing(String name) {
    boolean missing = present(name) == null;
    if (missing) {
      fault(name, "Field required", "missing");
    }
    return missing;
  }

  private @Nullable JsonNode present(String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
