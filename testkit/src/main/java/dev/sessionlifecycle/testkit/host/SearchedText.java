package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that is searched for, in upper or lower case.
 *
 * @param plain the text without regard to case
 * @param escaped as it would be in JSON
 */
record SearchedText(String plain, String escaped) {

  static SearchedText of(String text) {
    if (Validator.require("text", text).isEmpty()) {
      throw Validator.invalid("text", "must not be empty");
    }
    String plain = folded(text);
    return new SearchedText(plain, plain.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Adds the place if what was found there has the text. */
  void add(@Nullable Object found, String place, Set<String> places) {
    if (isIn(found)) {
      places.add(place);
    }
  }

  /** Looks into the components of records, whose own texts leave out what they hold. */
  private boolean isIn(@Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      return isIn(optional.orElse(null));
    }
    if (value instanceof Collection<?> all) {
      return all.stream().anyMatch(this::isIn);
    }
    if (value instanceof Map<?, ?> map) {
      return isIn(map.keySet()) || isIn(map.values());
    }
    if (value instanceof Record whole) {
      for (RecordComponent component : whole.getClass().getRecordComponents()) {
        if (isIn(read(component, whole))) {
          return true;
        }
      }
      return false;
    }
    return value != null && isIn(value.toString());
  }

  private boolean isIn(String text) {
    String lower = folded(text);
    return lower.contains(plain) || lower.contains(escaped);
  }

  /** By way of upper case, in which ß is SS. */
  private static String folded(String text) {
    return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static @Nullable Object read(RecordComponent component, Record whole) {
    try {
      return component.getAccessor().invoke(whole);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
