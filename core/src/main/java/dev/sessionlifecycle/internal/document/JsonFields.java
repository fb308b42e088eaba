package dev.sessionlifecycle.internal.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a JSON object. A field that is absent is null. */
record JsonFields(Map<String, Object> values) {

  String text(String name) {
    return required(name, textOrNull(name));
  }

  @Nullable String textOrNull(String name) {
    return values.get(name) instanceof String text ? text : null;
  }

  UUID id(String name) {
    return UUID.fromString(text(name));
  }

  @Nullable UUID idOrNull(String name) {
    return parsed(name, UUID::fromString);
  }

  Instant time(String name) {
    return Instant.parse(text(name));
  }

  @Nullable Instant timeOrNull(String name) {
    return parsed(name, Instant::parse);
  }

  <T> @Nullable T parsed(String name, Function<String, T> parse) {
    String text = textOrNull(name);
    return text == null ? null : parse.apply(text);
  }

  int number(String name) {
    return (int) (long) required(name, longOrNull(name));
  }

  @Nullable Long longOrNull(String name) {
    return values.get(name) instanceof Long number ? number : null;
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  @Nullable Boolean flagOrNull(String name) {
    return values.get(name) instanceof Boolean flag ? flag : null;
  }

  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  Map<String, Object> object(String name) {
    return values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  @SuppressWarnings("unchecked") // as above
  List<JsonFields> objects(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(it -> new JsonFields((Map<String, Object>) it)).toList()
        : List.of();
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("the field " + name + " is missing");
    }
    return value;
  }

  @Override
  public String toString() {
    return "JsonFields[" + values.size() + "]";
  }
}
