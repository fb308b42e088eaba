package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The labelled sample: lines {@code {"text", "spans": [{"type", "start", "end", "value"}]}}. */
record Labelled(String text, List<PiiSpan> spans) {

  static List<Labelled> sample() throws IOException {
    try (InputStream in = Labelled.class.getResourceAsStream("labelled.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Labelled::parse)
          .toList();
    }
  }

  private static Labelled parse(String line) {
    Map<?, ?> json = (Map<?, ?>) JsonReader.read(line, 32);
    String text = (String) json.get("text");
    List<PiiSpan> spans = new ArrayList<>();
    for (Object element : (List<?>) json.get("spans")) {
      Map<?, ?> span = (Map<?, ?>) element;
      int start = ((Number) span.get("start")).intValue();
      int end = ((Number) span.get("end")).intValue();
      if (!text.substring(start, end).equals(span.get("value"))) {
        throw new IllegalStateException("label and text differ in: " + text);
      }
      spans.add(new PiiSpan(new PiiType((String) span.get("type")), start, end));
    }
    return new Labelled(text, spans);
  }

  List<PiiSpan> of(PiiType type) {
    return spans.stream().filter(span -> span.type().equals(type)).toList();
  }
}
