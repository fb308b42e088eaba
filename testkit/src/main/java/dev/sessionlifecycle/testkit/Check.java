package dev.sessionlifecycle.testkit;

import dev.sessionlifecycle.session.Session;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assertions whose failures show what differs, because sessions do not print their fields. */
public final class Check {
  private Check() {}

  /** Asserts that a condition holds. */
  public static void that(boolean holds, String what, @Nullable Object found) {
    if (!holds) {
      throw new AssertionError("expected that " + what + ", but found " + found);
    }
  }

  /** Asserts that a value is present and returns it. */
  public static <T> T present(Optional<T> value, String what) {
    return value.orElseThrow(() -> new AssertionError("expected " + what + ", but it is missing"));
  }

  /** Asserts that a value has this type and returns it. */
  public static <T> T instance(Class<T> type, @Nullable Object value) {
    that(type.isInstance(value), "the answer is " + type.getSimpleName(), value);
    return type.cast(Objects.requireNonNull(value));
  }

  /** Asserts that two sessions have equal fields. */
  public static void sameSession(Session expected, Session actual) {
    List<String> differences = differences(expected, actual);
    that(differences.isEmpty(), "the sessions have the same fields", differences);
  }

  /** Returns the fields that differ, with both values. */
  public static List<String> differences(Record expected, Record actual) {
    if (expected.getClass() != actual.getClass()) {
      return List.of(expected + " is not " + actual);
    }
    List<String> differences = new ArrayList<>();
    for (RecordComponent component : expected.getClass().getRecordComponents()) {
      Object one = read(component, expected);
      Object other = read(component, actual);
      if (!Objects.equals(one, other)) {
        differences.add(component.getName() + ": " + one + " / " + other);
      }
    }
    return differences;
  }

  /** Returns the components of a record that are not null. */
  public static List<Object> components(Record record) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = read(component, record);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static @Nullable Object read(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a component of a public record can be read", e);
    }
  }
}
