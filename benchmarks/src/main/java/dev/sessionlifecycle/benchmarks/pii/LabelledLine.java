package dev.sessionlifecycle.benchmarks.pii;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One labelled text: a line {@code {"text": …, "spans": [{"type", "start", "end", "value"}]}}.
 *
 * @param text the text
 * @param spans what is labelled in it, in UTF-16 offsets
 */
record LabelledLine(String text, List<PiiSpan> spans) {

  private static final JsonFactory JSON = new JsonFactory();

  static List<LabelledLine> read(Path file) throws IOException {
    List<LabelledLine> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        lines.add(parse(line));
      }
    }
    return lines;
  }

  static LabelledLine parse(String line) throws IOException {
    String text = "";
    List<Label> labels = new ArrayList<>();
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken token = json.nextToken();
        if (name.equals("text")) {
          text = json.getText();
        } else if (name.equals("spans") && token == JsonToken.START_ARRAY) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            labels.add(label(json));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    List<PiiSpan> spans = new ArrayList<>();
    for (Label label : labels) {
      spans.add(label.in(text));
    }
    return new LabelledLine(text, List.copyOf(spans));
  }

  private static Label label(JsonParser json) throws IOException {
    String type = "";
    String value = "";
    int start = 0;
    int end = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getText();
        case "value" -> value = json.getText();
        case "start" -> start = json.getIntValue();
        case "end" -> end = json.getIntValue();
        default -> json.skipChildren();
      }
    }
    return new Label(type, start, end, value);
  }

  /** Offsets count code points in some files and UTF-16 units in others; the value shows which. */
  private record Label(String type, int start, int end, String value) {
    PiiSpan in(String text) {
      boolean units = end <= text.length() && text.substring(start, end).equals(value);
      int from = units ? start : text.offsetByCodePoints(0, start);
      int to = units ? end : text.offsetByCodePoints(from, end - start);
      return new PiiSpan(new PiiType(type), from, to);
    }
  }
}
