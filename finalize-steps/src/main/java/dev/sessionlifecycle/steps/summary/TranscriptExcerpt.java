package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The part of a transcript from which it is summarized: all of it, or the beginning and the end if
 * it is long, so that what a summary holds in memory is bounded.
 */
final class TranscriptExcerpt {
  /** The most characters of the beginning, and of the end; a message may exceed it. */
  private static final int PART = 500_000;

  private TranscriptExcerpt() {}

  static Transcript of(StepContext context) {
    List<TranscriptMessage> head = new ArrayList<>();
    Deque<TranscriptMessage> tail = new ArrayDeque<>();
    long headLength = 0;
    long tailLength = 0;
    for (Transcript page : context.transcriptPages()) {
      for (TranscriptMessage message : page) {
        if (tail.isEmpty() && headLength < PART) {
          head.add(message);
          headLength += message.text().length();
          continue;
        }
        tail.add(message);
        tailLength += message.text().length();
        while (tailLength > PART && tail.size() > 1) {
          tailLength -= tail.remove().text().length();
        }
      }
    }
    head.addAll(tail);
    return new Transcript(head);
  }
}
