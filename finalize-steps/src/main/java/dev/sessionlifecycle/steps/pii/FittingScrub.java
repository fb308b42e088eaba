package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scrubs texts, with shorter replacements if the result would exceed the store's limit. */
final class FittingScrub {

  private final ScopedScrubber scrubbing;
  private final ScopedScrubber compact;

  FittingScrub(ScopedScrubber scrubbing) {
    this.scrubbing = scrubbing;
    this.compact = scrubbing.compact();
  }

  /** Scrubs texts that are stored separately. */
  List<String> bytes(List<String> texts, int limit) {
    List<String> scrubbed = scrubbing.texts(texts);
    List<String> fitting = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      fitting.add(fit(texts.get(i), scrubbed.get(i), limit));
    }
    return fitting;
  }

  /**
   * Scrubs personal data that only the conversation makes recognizable: answers to questions, and
   * what spans several messages of a speaker.
   */
  void together(List<TranscriptMessage> messages, List<String> texts, int limit) {
    List<String> alone = List.copyOf(texts);
    together(scrubbing, messages, texts);
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).equals(alone.get(i)) && Texts.utf8Length(texts.get(i), limit) > limit) {
        texts.clear();
        texts.addAll(alone);
        together(compact, messages, texts);
        return;
      }
    }
  }

  private static void together(
      ScopedScrubber scrubbing, List<TranscriptMessage> messages, List<String> texts) {
    new SpeakerWindows(scrubbing).scrub(messages, texts);
    new Answers(scrubbing).scrub(messages, texts);
  }

  /** Replaces what was found elsewhere in the session. */
  String again(String text, int limit) {
    String scrubbed = scrubbing.again(text);
    return Texts.utf8Length(scrubbed, limit) <= limit ? scrubbed : compact.again(text);
  }

  /** Returns how many values were found so far that are looked for again. */
  int knownValues() {
    return scrubbing.knownValues();
  }

  String bytes(String text, int limit) {
    return fit(text, scrubbing.text(text), limit);
  }

  private String fit(String text, String scrubbed, int limit) {
    return Texts.utf8Length(scrubbed, limit) <= limit ? scrubbed : compact.text(text);
  }

  String codePoints(String text, int limit) {
    String scrubbed = scrubbing.text(text);
    return Texts.length(scrubbed) <= limit ? scrubbed : compact.text(text);
  }

  Map<String, Object> map(Map<String, Object> values) {
    Map<String, Object> scrubbed = scrubbing.map(values);
    boolean fits =
        scrubbed.equals(values)
            || Texts.utf8Length(JsonWriter.write(scrubbed), ScrubLimits.MAP_BYTES)
                <= ScrubLimits.MAP_BYTES;
    return fits ? scrubbed : compact.map(values);
  }
}
