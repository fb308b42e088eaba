package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Texts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and responses of Presidio's analyzer. */
final class PresidioMessages {

  /** Spans are nested three levels deep; the ignored explanation of a decision takes a few more. */
  private static final int MAX_DEPTH = 32;

  private PresidioMessages() {}

  static String request(
      List<String> texts, String language, double threshold, Set<String> entities) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("text", texts.size() == 1 ? texts.get(0) : texts);
    body.put("language", language);
    body.put("score_threshold", threshold);
    if (!entities.isEmpty()) {
      body.put("entities", entities);
    }
    return JsonWriter.write(body);
  }

  /**
   * Returns the spans of each text. For a single text, the response may be its list or a list that
   * contains it.
   */
  static List<List<PiiSpan>> spans(String answer, List<String> texts) {
    try {
      List<?> all = list(JsonReader.read(answer, MAX_DEPTH));
      boolean plain = texts.size() == 1 && (all.isEmpty() || all.get(0) instanceof Map<?, ?>);
      List<List<PiiSpan>> found = new ArrayList<>();
      if (plain) {
        found.add(ofOne(all, texts.get(0)));
      } else if (all.size() != texts.size()) {
        throw new IllegalArgumentException("one list per text");
      } else {
        for (int i = 0; i < texts.size(); i++) {
          found.add(ofOne(list(all.get(i)), texts.get(i)));
        }
      }
      return found;
    } catch (InvalidInputException
        | IllegalArgumentException
        | ClassCastException
        | ArithmeticException e) {
      throw new PiiDetectionException("the analyzer's answer was not understood");
    }
  }

  private static List<PiiSpan> ofOne(List<?> entities, String text) {
    List<PiiSpan> spans = new ArrayList<>();
    int length = Texts.length(text);
    for (Object entity : entities) {
      Map<?, ?> fields = (Map<?, ?>) entity;
      int start = number(fields.get("start"));
      int end = number(fields.get("end"));
      if (start < 0 || start >= end || end > length) {
        throw new IllegalArgumentException("a span within the text");
      }
      int from = text.offsetByCodePoints(0, start);
      int to = text.offsetByCodePoints(from, end - start);
      spans.add(new PiiSpan(type(fields.get("entity_type")), from, to));
    }
    return spans;
  }

  private static PiiType type(@Nullable Object name) {
    String label =
        name instanceof String s ? s.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_") : "";
    return label.equals("URL") ? PiiType.DOMAIN_NAME : new PiiType(label);
  }

  private static int number(@Nullable Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString()).intValueExact();
    }
    throw new IllegalArgumentException("a number");
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("a list");
  }
}
