package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds personal data that a speaker spreads over several messages: "four one five", then "five
 * five five zero one three two". Consecutive messages of one speaker are read as one text, ignoring
 * short interjections of the other such as "go on". Only both ends of a long message are read
 * again, so that the cost is linear in the length.
 *
 * <p>Names, addresses, postal codes and birth dates are detected within single messages only: a
 * phrase that introduces one in a message seldom refers to the next.
 */
final class SpeakerWindows {

  /** Characters read at either end of a longer message. */
  private static final int EDGE = 256;

  /** Findings this close to a cut lack context and are ignored. */
  private static final int NEAR_CUT = 64;

  /** An interjection longer than this, or one with a number in it, ends a row. */
  private static final int ASIDE = 24;

  /** Approximate size of the pieces in which a row is read. */
  private static final int PIECE = 4_096;

  private static final int MAX_PASSES = 4;
  private static final Set<PiiType> LEFT =
      Set.of(PiiType.PERSON, PiiType.STREET_ADDRESS, PiiType.ZIP_CODE, PiiType.BIRTH_DATE);

  private final ScopedScrubber scrubbing;

  SpeakerWindows(ScopedScrubber scrubbing) {
    this.scrubbing = scrubbing;
  }

  /**
   * Scrubs personal data that spans several messages. Where each replacement makes more
   * recognizable, again and again, the messages of the row are replaced whole.
   *
   * @param messages the messages with their speakers
   * @param texts the current texts, each already scrubbed individually; changed in place
   */
  void scrub(List<TranscriptMessage> messages, List<String> texts) {
    List<List<Integer>> rows = suspect(rows(messages, texts), texts);
    for (int pass = 0; pass < MAX_PASSES && !rows.isEmpty(); pass++) {
      List<List<Integer>> changed = new ArrayList<>();
      for (List<Integer> row : rows) {
        if (scrubRow(row, texts)) {
          changed.add(row);
        }
      }
      rows = changed;
    }
    for (List<Integer> row : suspect(rows, texts)) {
      row.forEach(i -> texts.set(i, scrubbing.whole(texts.get(i))));
    }
  }

  /**
   * Returns the indexes of consecutive messages of one speaker, without rows of a single message.
   */
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

  /** Returns the rows in which something is found, with a single call to the detector. */
  private List<List<Integer>> suspect(List<List<Integer>> rows, List<String> texts) {
    List<JoinedText> pieces = new ArrayList<>();
    List<List<Integer>> rowOf = new ArrayList<>();
    for (List<Integer> row : rows) {
      pieces(row, texts, pieces::add);
      while (rowOf.size() < pieces.size()) {
        rowOf.add(row);
      }
    }
    List<List<PiiSpan>> found = scrubbing.findAll(pieces.stream().map(JoinedText::text).toList());
    Set<List<Integer>> suspects = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < pieces.size(); i++) {
      JoinedText piece = pieces.get(i);
      if (found.get(i).stream().anyMatch(span -> isBelieved(piece, span))) {
        suspects.add(rowOf.get(i));
      }
    }
    return rows.stream().filter(suspects::contains).toList();
  }

  private boolean scrubRow(List<Integer> row, List<String> texts) {
    boolean[] isChanged = new boolean[1];
    pieces(row, texts, piece -> isChanged[0] |= replace(piece, texts));
    if (isChanged[0]) {
      // A replacement may make the rest of a message recognizable.
      row.forEach(i -> texts.set(i, scrubbing.text(texts.get(i))));
    }
    return isChanged[0];
  }

  /** Reads a row in pieces; each piece sees the texts as the previous one left them. */
  private static void pieces(List<Integer> row, List<String> texts, Consumer<JoinedText> use) {
    JoinedText joined = new JoinedText();
    for (int k = 0; k < row.size(); k++) {
      String text = texts.get(row.get(k));
      boolean isLong = text.length() > 2 * EDGE;
      if (k > 0) {
        joined.add(row.get(k), text, 0, isLong ? EDGE : text.length());
      }
      if (isLong || joined.length() > PIECE) {
        use(joined, use);
        joined = new JoinedText();
      }
      if (k == 0 || isLong || joined.isEmpty()) {
        String now = texts.get(row.get(k));
        joined.add(row.get(k), now, Math.max(0, now.length() - EDGE), now.length());
      }
    }
    use(joined, use);
  }

  private static void use(JoinedText piece, Consumer<JoinedText> use) {
    if (piece.parts() > 1) {
      use.accept(piece);
    }
  }

  private static boolean isBelieved(JoinedText piece, PiiSpan span) {
    return !LEFT.contains(span.type()) && !piece.isNearCut(span, NEAR_CUT);
  }

  private boolean replace(JoinedText joined, List<String> texts) {
    String text = joined.text();
    boolean isChanged = false;
    List<PiiSpan> spans = scrubbing.find(text);
    // Backwards, so that the offsets of the remaining spans stay valid.
    for (int i = spans.size() - 1; i >= 0; i--) {
      PiiSpan span = spans.get(i);
      if (isBelieved(joined, span)) {
        String value = text.substring(span.start(), span.end());
        joined.replace(span, scrubbing.replacementOf(span.type(), value), texts);
        isChanged = true;
      }
    }
    return isChanged;
  }
}
