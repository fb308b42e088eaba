package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scrubs so that what fitted into the store before still fits. */
final class FittingScrub {

  private final Scrubbing scrubbing;
  private final Scrubbing compact;

  FittingScrub(Scrubbing scrubbing) {
    this.scrubbing = scrubbing;
    this.compact = scrubbing.compact();
  }

  /** Texts that are stored one by one. */
  List<String> bytes(List<String> texts, int limit) {
    List<String> scrubbed = scrubbing.texts(texts);
    List<String> fitting = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      fitting.add(fit(texts.get(i), scrubbed.get(i), limit));
    }
    return fitting;
  }

  /** What a speaker spreads over several messages; the texts have been scrubbed one by one. */
  void together(List<TranscriptMessage> messages, List<String> texts, int limit) {
    List<String> alone = List.copyOf(texts);
    new SpeakerWindows(scrubbing).scrub(messages, texts);
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).equals(alone.get(i)) && utf8(texts.get(i)) > limit) {
        texts.clear();
        texts.addAll(alone);
        new SpeakerWindows(compact).scrub(messages, texts);
        return;
      }
    }
  }

  String bytes(String text, int limit) {
    return fit(text, scrubbing.text(text), limit);
  }

  private String fit(String text, String scrubbed, int limit) {
    boolean fits = 3L * scrubbed.length() <= limit || utf8(scrubbed) <= limit;
    return fits ? scrubbed : compact.text(text);
  }

  String codePoints(String text, int limit) {
    String scrubbed = scrubbing.text(text);
    boolean fits = scrubbed.codePointCount(0, scrubbed.length()) <= limit;
    return fits ? scrubbed : compact.text(text);
  }

  Map<String, Object> map(Map<String, Object> values) {
    Map<String, Object> scrubbed = scrubbing.map(values);
    boolean same = scrubbed.equals(values);
    return same || utf8(Json.write(scrubbed)) <= Limits.MAP_BYTES ? scrubbed : compact.map(values);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
