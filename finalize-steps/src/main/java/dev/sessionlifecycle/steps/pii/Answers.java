package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a message behind the last question of the other speaker, so that a bare answer is found:
 * "What is your zip code?", "94107". What is said in between, on either side, does not end a
 * question for a while. Only the beginning of an answer is read, so that the cost is linear in the
 * length.
 */
final class Answers {

  /** Characters of an answer that are read behind the question. */
  private static final int EDGE = 256;

  /** How many messages a question waits for its answer. */
  private static final int PATIENCE = 6;

  /** An answer with more words than this is no name and no code. */
  private static final int FEW_WORDS = 8;

  private static final Set<PiiType> SHORT_ANSWERS = Set.of(PiiType.PERSON, PiiType.SECRET);

  /** A message to be read behind an announcement of what was asked for. */
  private record AnswerWindow(int message, int skip, String announcement, Term term) {
    @Override
    public String toString() {
      return "AnswerWindow";
    }

    String text(List<String> texts) {
      String text = texts.get(message);
      return announcement + text.substring(skip, Math.min(text.length(), skip + EDGE));
    }
  }

  private static final class Pending {
    private final Set<Term> asked;
    private int patience = PATIENCE;

    Pending(Set<Term> asked) {
      this.asked = asked;
    }
  }

  private final ScopedScrubber scrubbing;

  Answers(ScopedScrubber scrubbing) {
    this.scrubbing = scrubbing;
  }

  /** Replaces what answers a question. The texts are changed in place. */
  void scrub(List<TranscriptMessage> messages, List<String> texts) {
    List<AnswerWindow> windows = windows(messages, texts);
    List<List<PiiSpan>> found =
        scrubbing.findAll(windows.stream().map(it -> it.text(texts)).toList());
    Map<Integer, List<PiiSpan>> byMessage = new TreeMap<>();
    for (int k = 0; k < windows.size(); k++) {
      AnswerWindow window = windows.get(k);
      String text = texts.get(window.message);
      for (PiiSpan span : found.get(k)) {
        int start = span.start() - window.announcement.length();
        if (start >= 0 && isBelieved(window, text, span)) {
          int shift = window.skip - window.announcement.length();
          byMessage
              .computeIfAbsent(window.message, key -> new ArrayList<>())
              .add(new PiiSpan(span.type(), span.start() + shift, span.end() + shift));
        }
      }
    }
    byMessage.forEach((message, spans) -> texts.set(message, replaced(texts.get(message), spans)));
  }

  private String replaced(String text, List<PiiSpan> spans) {
    return scrubbing.replaceAll(text, spans);
  }

  private static List<AnswerWindow> windows(List<TranscriptMessage> messages, List<String> texts) {
    List<AnswerWindow> windows = new ArrayList<>();
    Map<MessageRole, Pending> pending = new EnumMap<>(MessageRole.class);
    for (int i = 0; i < messages.size(); i++) {
      MessageRole role = messages.get(i).role();
      String text = texts.get(i);
      MessageRole other = role == MessageRole.USER ? MessageRole.AGENT : MessageRole.USER;
      Pending open = pending.get(other);
      if (open != null && (role == MessageRole.USER || role == MessageRole.AGENT)) {
        int skip = Questions.skipFillers(text);
        for (Term term : open.asked) {
          String announcement = Questions.announcements(Set.of(term)).get(0);
          windows.add(new AnswerWindow(i, skip, announcement, term));
        }
        if (--open.patience == 0) {
          pending.remove(other);
        }
      }
      Set<Term> asked = Questions.in(text, role != MessageRole.USER);
      if (!asked.isEmpty()) {
        Pending earlier = pending.get(asker(role));
        asked.addAll(earlier == null ? Set.of() : earlier.asked);
        pending.put(asker(role), new Pending(EnumSet.copyOf(asked)));
      }
    }
    return windows;
  }

  private static MessageRole asker(MessageRole role) {
    return role == MessageRole.USER ? MessageRole.USER : MessageRole.AGENT;
  }

  /** A name or a code is believed in a short answer, at its beginning. */
  private static boolean isBelieved(AnswerWindow window, String text, PiiSpan span) {
    if (!SHORT_ANSWERS.contains(span.type())) {
      return true;
    }
    int start = span.start() - window.announcement.length() + window.skip;
    int end = span.end() - window.announcement.length() + window.skip;
    boolean isAtStart = start - window.skip < 3;
    boolean isShort = words(text, window.skip) <= FEW_WORDS;
    int first = start;
    while (first < end && Chars.letter(text.charAt(first))) {
      first++;
    }
    boolean isKnown = NameList.isGiven(Words.lower(text, start, first));
    return isKnown || (isAtStart && isShort);
  }

  private static int words(String text, int from) {
    int words = 0;
    for (int i = from; i < text.length() && words <= FEW_WORDS; i++) {
      boolean begins =
          Chars.alnum(text.charAt(i)) && (i == from || !Chars.alnum(text.charAt(i - 1)));
      words += begins ? 1 : 0;
    }
    return words;
  }
}
