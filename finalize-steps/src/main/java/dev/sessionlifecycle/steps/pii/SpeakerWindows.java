package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.text.Chars;
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
 * what the other says in between to go on or to read back. Only both ends of a long message are
 * read again, so that the cost is linear in the length.
 *
 * <p>Names, addresses, postal codes and birth dates are believed where a message begins, right
 * after what announces them.
 */
final class SpeakerWindows {

  /** Characters read at either end of a longer message. */
  private static final int EDGE = 256;

  /** Findings this close to a cut lack context and are ignored. */
  private static final int NEAR_CUT = 64;

  /** A longer statement, a question, or a number that is not read back ends a row. */
  private static final int ASIDE = 48;

  /** A name or an address begins this close to the beginning of a message. */
  private static final int NEAR_START = 12;

  /** The least length of a token that goes on in the next message. */
  private static final int TOKEN = 10;

  /** Approximate size of the pieces in which a row is read. */
  private static final int PIECE = 4_096;

  private static final int MAX_PASSES = 4;
  private static final Set<PiiType> AT_START =
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
   * @param texts the current texts; changed in place
   */
  void scrub(List<TranscriptMessage> messages, List<String> texts) {
    List<List<Integer>> all = rows(messages, texts);
    all.forEach(row -> tokens(row, texts));
    List<List<Integer>> rows = suspect(all, texts);
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
      List<Integer> other = row(open, speaker);
      String said = other.isEmpty() ? "" : texts.get(other.get(other.size() - 1));
      if (!isAside(text, said)) {
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

  private static List<Integer> row(Map<MessageRole, List<Integer>> open, MessageRole speaker) {
    for (Map.Entry<MessageRole, List<Integer>> row : open.entrySet()) {
      if (row.getKey() != speaker) {
        return row.getValue();
      }
    }
    return List.of();
  }

  /** "go on", "got it, and the rest", or digits that were just said. */
  private static boolean isAside(String text, String said) {
    int limit = text.indexOf('?') >= 0 ? ASIDE / 2 : ASIDE;
    if (text.length() > limit) {
      return false;
    }
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && Chars.digit(text.charAt(end))) {
        end++;
      }
      if (end > i && !said.contains(text.substring(i, end))) {
        return false;
      }
      i = Math.max(end, i + 1);
    }
    return true;
  }

  /** A key or an address that was cut: the last token of a message goes on in the next one. */
  private void tokens(List<Integer> row, List<String> texts) {
    for (int k = 1; k < row.size(); k++) {
      String before = texts.get(row.get(k - 1));
      String after = texts.get(row.get(k));
      int from = tokenStart(before);
      int to = tokenEnd(after);
      if (from < before.length() && before.length() - from <= EDGE && goesOn(after, to)) {
        JoinedText joined = new JoinedText("");
        joined.add(row.get(k - 1), before, from, before.length());
        joined.add(row.get(k), after, 0, to);
        List<PiiSpan> spans = scrubbing.find(joined.text());
        if (spans.size() == 1 && joined.touched(spans.get(0)).size() == 2) {
          PiiSpan span = spans.get(0);
          String value = joined.text().substring(span.start(), span.end());
          joined.replace(span, scrubbing.replacementOf(span.type(), value), texts);
        }
      }
    }
  }

  private static int tokenStart(String text) {
    int i = text.length();
    while (i > 0 && text.charAt(i - 1) > ' ' && text.length() - i <= EDGE) {
      i--;
    }
    return i;
  }

  private static int tokenEnd(String text) {
    int i = 0;
    while (i < text.length() && i <= EDGE && text.charAt(i) > ' ') {
      i++;
    }
    return i;
  }

  private static boolean goesOn(String text, int end) {
    boolean hasDigit = false;
    boolean hasLetter = false;
    for (int i = 0; i < end; i++) {
      hasDigit |= Chars.digit(text.charAt(i));
      hasLetter |= Chars.asciiLetter(text.charAt(i));
    }
    boolean isToken = end == text.length() && end >= TOKEN && hasDigit && hasLetter;
    return end > 1 && end <= EDGE && (isToken || text.charAt(0) == '@');
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

  private boolean isBelieved(JoinedText piece, PiiSpan span) {
    if (piece.isNearCut(span, NEAR_CUT)) {
      return false;
    }
    List<JoinedText.Part> touched = piece.touched(span);
    if (AT_START.contains(span.type())) {
      return touched.size() == 1 && span.start() - touched.get(0).start() <= NEAR_START;
    }
    return touched.size() == 1 || !isAlone(piece, span, touched);
  }

  /** One message holds such a value by itself, so the number in the other is another. */
  private boolean isAlone(JoinedText piece, PiiSpan span, List<JoinedText.Part> touched) {
    String text = piece.text();
    for (JoinedText.Part part : touched) {
      int from = Math.max(span.start(), part.start());
      int to = Math.min(span.end(), part.end());
      for (PiiSpan own : scrubbing.find(text.substring(part.start(), part.end()))) {
        boolean isSame =
            own.type().equals(span.type())
                && own.start() + part.start() <= from
                && own.end() + part.start() >= to;
        if (isSame) {
          return true;
        }
      }
    }
    return false;
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
        String with = scrubbing.replacementOf(span.type(), value);
        joined.replace(span, with, texts);
        readBack(joined.touched(span), value, with, texts);
        isChanged = true;
      }
    }
    return isChanged;
  }

  /** Replaces the groups of a number in what the other speaker said between its pieces. */
  private static void readBack(
      List<JoinedText.Part> touched, String value, String with, List<String> texts) {
    for (int k = 1; k < touched.size(); k++) {
      for (int i = touched.get(k - 1).message() + 1; i < touched.get(k).message(); i++) {
        texts.set(i, withoutGroups(texts.get(i), value, with));
      }
    }
  }

  private static String withoutGroups(String text, String value, String with) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && Chars.digit(text.charAt(end))) {
        end++;
      }
      boolean isGroup = end - i >= 2 && value.contains(text.substring(i, end));
      int next = Math.max(end, i + 1);
      out.append(isGroup ? with : text.substring(i, next));
      i = next;
    }
    return out.toString();
  }
}
