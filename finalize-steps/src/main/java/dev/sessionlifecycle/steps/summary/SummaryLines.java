package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.steps.pii.ScopedScrubber;
import java.util.ArrayList;
import java.util.List;

/**
 * A summary in the parts in which it is scrubbed: what a speaker says is read by itself, as the
 * message was from which it is quoted, and without the label of the speaker; lines without a label
 * are read together.
 */
final class SummaryLines {

  static final String USER = "User: ";
  static final String AGENT = "Agent: ";

  private final List<String> labels = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  private SummaryLines() {}

  static SummaryLines of(String summary) {
    SummaryLines lines = new SummaryLines();
    StringBuilder open = new StringBuilder();
    for (String line : summary.split("\n", -1)) {
      String label = line.startsWith(USER) ? USER : line.startsWith(AGENT) ? AGENT : "";
      if (!label.isEmpty() && open.length() > 0) {
        lines.add("", open.toString());
        open.setLength(0);
      }
      if (label.isEmpty()) {
        open.append(open.length() > 0 ? "\n" : "").append(line);
      } else {
        lines.add(label, line.substring(label.length()));
      }
    }
    if (open.length() > 0 || lines.texts.isEmpty()) {
      lines.add("", open.toString());
    }
    return lines;
  }

  private void add(String label, String text) {
    labels.add(label);
    texts.add(text);
  }

  String scrubbedBy(ScopedScrubber scrubbing) {
    List<String> scrubbed = scrubbing.texts(texts);
    StringBuilder summary = new StringBuilder();
    for (int i = 0; i < scrubbed.size(); i++) {
      summary.append(i > 0 ? "\n" : "").append(labels.get(i)).append(scrubbed.get(i));
    }
    return summary.toString();
  }
}
