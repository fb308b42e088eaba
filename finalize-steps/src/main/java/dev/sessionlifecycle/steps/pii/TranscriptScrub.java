package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Scrubs a transcript page by page. The last messages of a page are read again together with the
 * next, so that what is spread over several messages is found there too. Replacements that have
 * become many are written before the outcome, so that few are held.
 */
final class TranscriptScrub {
  /** Cancellation is checked between batches of so many messages or characters. */
  private static final int BATCH = 100;

  private static final int BATCH_CHARACTERS = 256 * 1024;

  /** How many messages are read again with the next page. */
  private static final int AGAIN = 64;

  /** How many characters of replacements are held before they are written. */
  private static final int HELD = 1 << 20;

  private final FittingScrub fitting;
  private final Map<UUID, String> replaced = new LinkedHashMap<>();
  private List<TranscriptMessage> last = List.of();
  private long held;

  TranscriptScrub(FittingScrub fitting) {
    this.fitting = fitting;
  }

  /** Scrubs the next page; returns false if the step was cancelled meanwhile. */
  boolean scrub(List<TranscriptMessage> page, StepContext context) {
    write(context);
    List<TranscriptMessage> messages = new ArrayList<>(last);
    messages.addAll(page);
    List<String> joint = new ArrayList<>(messages.stream().map(TranscriptMessage::text).toList());
    // Together first: what is found jointly must not be destroyed by a find in one message.
    fitting.together(messages, joint, ScrubLimits.MESSAGE_BYTES);
    List<String> texts = new ArrayList<>();
    while (texts.size() < messages.size()) {
      if (context.isCancelled()) {
        return false;
      }
      texts.addAll(fitting.bytes(batch(joint, texts.size()), ScrubLimits.MESSAGE_BYTES));
    }
    List<TranscriptMessage> scrubbed = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      scrubbed.add(scrubbed(messages.get(i), texts.get(i)));
    }
    last = List.copyOf(scrubbed.subList(Math.max(0, scrubbed.size() - AGAIN), scrubbed.size()));
    return true;
  }

  /**
   * Replaces in all messages what was found in any of them, or elsewhere in the session; returns
   * false if the step was cancelled meanwhile.
   */
  boolean again(StepContext context) {
    for (Transcript page : context.transcriptPages()) {
      if (context.isCancelled()) {
        return false;
      }
      for (TranscriptMessage message : page) {
        String now = replaced.getOrDefault(message.id(), message.text());
        String text = fitting.again(now, ScrubLimits.MESSAGE_BYTES);
        if (!text.equals(now)) {
          replaced.put(message.id(), text);
          held += text.length();
        }
      }
      write(context);
    }
    return true;
  }

  private void write(StepContext context) {
    if (held > HELD) {
      context.replaceMessages(replaced);
      replaced.clear();
      held = 0;
    }
  }

  private static List<String> batch(List<String> texts, int from) {
    List<String> batch = new ArrayList<>();
    int characters = 0;
    for (int i = from;
        i < texts.size() && batch.size() < BATCH && characters < BATCH_CHARACTERS;
        i++) {
      batch.add(texts.get(i));
      characters += texts.get(i).length();
    }
    return batch;
  }

  private TranscriptMessage scrubbed(TranscriptMessage message, String text) {
    if (text.equals(message.text())) {
      return message;
    }
    replaced.put(message.id(), text);
    held += text.length();
    return new TranscriptMessage(message.id(), message.role(), text, message.sentAt());
  }

  /** Returns the new texts that are not written yet, by message id. */
  Map<UUID, String> replacements() {
    return replaced;
  }
}
