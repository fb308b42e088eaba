package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a speaker spreads over several messages: "four one five", then "five five five zero
 * one three two". Messages that one speaker sends in a row are read as one text, also across a few
 * words of the other such as "go on"; of a long message only its ends are read again, so that the
 * cost grows with the length alone.
 *
 * <p>Names, addresses, postal codes and birth dates are left to the messages by themselves: what
 * announces one in a message seldom speaks of the next.
 */
final class SpeakerWindows {

  /** Of a longer message only so much at either end is read with its neighbours. */
  private static final int EDGE = 256;

  /** What lies so near to a cut is judged without what stood before it, and so not believed. */
  private static final int NEAR_CUT = 64;

  /** More than so much of another speaker, or a number in it, ends a row. */
  private static final int ASIDE = 24;

  /** A row is read in pieces of about so much. */
  private static final int PIECE = 4_096;

  private static final int MAX_PASSES = 4;
  private static final Set<PiiType> LEFT =
      Set.of(PiiType.PERSON, PiiType.STREET_ADDRESS, PiiType.ZIP_CODE, PiiType.BIRTH_DATE);

  private final Scrubbing scrubbing;

  SpeakerWindows(Scrubbing scrubbing) {
    this.scrubbing = scrubbing;
  }

  /**
   * Scrubs what stands in several messages.
   *
   * @param messages who said what
   * @param texts the texts as they stand, each scrubbed by itself; changed in place
   */
  void scrub(List<TranscriptMessage> messages, List<String> texts) {
    List<List<Integer>> rows = rows(messages, texts);
    for (int pass = 0; pass < MAX_PASSES && !rows.isEmpty(); pass++) {
      List<List<Integer>> changed = new ArrayList<>();
      for (List<Integer> row : rows) {
        if (scrubRow(row, texts)) {
          changed.add(row);
        }
      }
      rows = changed;
    }
  }

  /** The places of messages that one speaker sends in a row; rows of one are left out. */
  private static List<List<Integer>> rows(List<TranscriptMessage> messages, List<String> texts) {
    List<List<Integer>> rows = new ArrayList<>();
    Map<MessageRole, List<Integer>> open = new EnumMap<>(MessageRole.class);
    for (int i = 0; i < messages.size(); i++) {
      MessageRole speaker = messages.get(i).role();
      String text = texts.get(i);
      boolean isAside = text.length() <= ASIDE && text.chars().noneMatch(Character::isDigit);
      if (!isAside) {
        open.entrySet().removeIf(row -> row.getKey() != speaker);
      }
      List<Integer> row = open.computeIfAbsent(speaker, s -> new ArrayList<>());
      if (row.size() == 1) {
        rows.add(row);
      }
      row.add(i);
    }
    return rows;
  }

  private boolean scrubRow(List<Integer> row, List<String> texts) {
    boolean isChanged = false;
    JoinedText joined = new JoinedText();
    for (int k = 0; k < row.size(); k++) {
      String text = texts.get(row.get(k));
      boolean isLong = text.length() > 2 * EDGE;
      if (k > 0) {
        joined.add(row.get(k), text, 0, isLong ? EDGE : text.length());
      }
      if (isLong || joined.length() > PIECE) {
        isChanged |= replace(joined, texts);
        joined = new JoinedText();
      }
      if (k == 0 || isLong || joined.isEmpty()) {
        String now = texts.get(row.get(k));
        joined.add(row.get(k), now, Math.max(0, now.length() - EDGE), now.length());
      }
    }
    isChanged |= replace(joined, texts);
    if (isChanged) {
      // What a replacement leaves behind may be recognizable by itself now.
      row.forEach(i -> texts.set(i, scrubbing.text(texts.get(i))));
    }
    return isChanged;
  }

  private boolean replace(JoinedText joined, List<String> texts) {
    if (joined.parts() < 2) {
      return false;
    }
    String text = joined.text();
    boolean isChanged = false;
    List<PiiSpan> spans = scrubbing.find(text);
    // From the last to the first, so that the places of those before stay.
    for (int i = spans.size() - 1; i >= 0; i--) {
      PiiSpan span = spans.get(i);
      if (!LEFT.contains(span.type()) && !joined.isNearCut(span, NEAR_CUT)) {
        String value = text.substring(span.start(), span.end());
        joined.replace(span, scrubbing.replacementOf(span.type(), value), texts);
        isChanged = true;
      }
    }
    return isChanged;
  }
}
