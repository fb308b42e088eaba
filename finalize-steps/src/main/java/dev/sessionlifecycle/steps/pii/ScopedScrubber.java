package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.Overlaps;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.detect.Spans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Scrubs the texts of one scope and counts the replacements by type. A value that was found in one
 * text is found again in the later ones, also where nothing announces it, and of a name each part;
 * for that the values, not the texts, are kept as long as this object. Not thread-safe.
 */
public final class ScopedScrubber {

  /**
   * A replacement may make the text around it recognizable, hence several passes. What the last one
   * still finds something in is replaced whole, so that the cost stays linear in the length.
   */
  private static final int MAX_PASSES = 8;

  /** How many of the replacements that do not look like one are remembered. */
  private static final int MAX_OWN = 50_000;

  private final Scrubber scrubber;
  private final String scope;
  private final Replacement replacement;
  private final Map<PiiType, Integer> counts = new TreeMap<>();
  private final Set<String> own = new HashSet<>();
  private final KnownValues known;

  ScopedScrubber(Scrubber scrubber, String scope, Replacement replacement) {
    this(scrubber, scope, replacement, new KnownValues());
  }

  private ScopedScrubber(
      Scrubber scrubber, String scope, Replacement replacement, KnownValues known) {
    this.scrubber = scrubber;
    this.scope = scope;
    this.replacement = replacement;
    this.known = known;
  }

  /** Returns a scrubber of the same scope that knows what this one knows and counts for itself. */
  ScopedScrubber sibling() {
    ScopedScrubber sibling = new ScopedScrubber(scrubber, scope, replacement, known);
    sibling.own.addAll(own);
    return sibling;
  }

  /**
   * Returns a scrubber that replaces with a single star, so that the result is never longer than
   * the text.
   */
  ScopedScrubber compact() {
    return new ScopedScrubber(scrubber, scope, (type, value, within) -> "*", known);
  }

  /**
   * Scrubs a text. One in which each replacement makes more recognizable, again and again, is
   * replaced whole, as {@link PiiType#REDACTED}.
   *
   * @return the same string if nothing was found
   * @throws PiiDetectionException if a detector could not examine it
   */
  public String text(String text) {
    return texts(List.of(text)).get(0);
  }

  /**
   * Scrubs several texts. A detector that works in batches receives all of them at once.
   *
   * @return the texts in the same order, each the same string if nothing was found in it
   * @throws PiiDetectionException if a detector could not examine one of them
   * @throws ScrubTimeoutException if it took longer than the time limit
   */
  public List<String> texts(List<String> texts) {
    List<String> current = new ArrayList<>(texts);
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      open.add(i);
    }
    Runnable timeLimit = scrubber.timeLimit(texts.stream().mapToLong(String::length).sum());
    for (int pass = 1; pass <= MAX_PASSES && !open.isEmpty(); pass++) {
      timeLimit.run();
      open = pass(current, open, pass == MAX_PASSES);
    }
    return current;
  }

  /**
   * Scrubs the open texts once and returns the indexes of those that changed.
   *
   * @param isLast whether to replace what something is found in whole
   */
  private List<Integer> pass(List<String> current, List<Integer> open, boolean isLast) {
    List<List<PiiSpan>> found = findAll(open.stream().map(current::get).toList());
    List<Integer> changed = new ArrayList<>();
    for (int k = 0; k < open.size(); k++) {
      String text = current.get(open.get(k));
      List<PiiSpan> spans = found.get(k);
      if (!spans.isEmpty()) {
        current.set(open.get(k), isLast ? whole(text) : replace(text, 0, spans));
        changed.add(open.get(k));
      }
    }
    return changed;
  }

  /** Scrubs a value together with its name, which may reveal its type or spare it. */
  String named(ValueName name, String value) {
    if (name.isPasswordOf(value)) {
      boolean isKept = Redactions.isOne(value) || !wanted(PiiType.SECRET, value);
      return isKept ? value : replacementOf(PiiType.SECRET, value);
    }
    String prefix = name.prefix();
    String both = prefix + value;
    List<PiiSpan> spans = settle(both, prefix.length(), scrubber.detector.detect(both));
    if (spans.isEmpty() && name.spares(value)) {
      return value;
    }
    return text(spans.isEmpty() ? value : replace(both, prefix.length(), spans));
  }

  /**
   * Scrubs every string in a map of plain JSON values, names included. A number or string is judged
   * together with its name, such as {@code phone}.
   *
   * @return an equal map if nothing was found; a new map otherwise
   * @throws dev.sessionlifecycle.errors.InvalidInputException if maps and lists are nested deeper
   *     than 64
   */
  public Map<String, Object> map(Map<String, Object> values) {
    return new MapScrubber(this).map(values, 0);
  }

  /** Returns the spans to replace in a text, in text order. */
  List<PiiSpan> find(String text) {
    return settle(text, 0, scrubber.detector.detect(text));
  }

  /** Returns the spans to replace in each text. */
  List<List<PiiSpan>> findAll(List<String> texts) {
    List<List<PiiSpan>> found = scrubber.detector.detectAll(texts);
    if (found.size() != texts.size()) {
      throw new PiiDetectionException("a detector did not answer for each text");
    }
    List<List<PiiSpan>> settled = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      settled.add(settle(texts.get(i), 0, found.get(i)));
    }
    return settled;
  }

  /** Returns the replacement of a text that was scrubbed again and again and is never done. */
  String whole(String text) {
    return replacementOf(PiiType.REDACTED, text);
  }

  /** Returns how many values were found so far that are looked for again. */
  int knownValues() {
    return known.size();
  }

  /** Replaces what was found earlier, without asking the detectors. */
  String again(String text) {
    List<PiiSpan> spans = settle(text, 0, List.of());
    return spans.isEmpty() ? text : replace(text, 0, spans);
  }

  /** Replaces spans that a caller found, in any order; they may overlap. */
  String replaceAll(String text, List<PiiSpan> spans) {
    return replace(text, 0, Overlaps.resolveAround(List.of(), text, spans));
  }

  /** Returns the replacement of a value and counts it. */
  String replacementOf(PiiType type, String value) {
    counts.merge(type, 1, Integer::sum);
    if (!type.equals(PiiType.REDACTED)) {
      known.add(type, value);
    }
    String with = replacement.replace(type, value, scope);
    if (!Redactions.isOne(with)) {
      if (own.size() == MAX_OWN) {
        own.clear();
      }
      own.add(with);
    }
    return with;
  }

  /** Returns the number of replacements so far, by type. */
  public Map<PiiType, Integer> counts() {
    return Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  private List<PiiSpan> settle(String text, int from, List<PiiSpan> found) {
    List<PiiSpan> all = new ArrayList<>(found);
    if (!known.isEmpty()) {
      known.find(text, all);
    }
    if (all.isEmpty()) {
      return all;
    }
    List<PiiSpan> wanted = new ArrayList<>(all.size());
    for (PiiSpan span : all) {
      PiiSpan whole = Spans.wholeCharacters(text, span, from);
      if (whole != null && wanted(whole.type(), text.substring(whole.start(), whole.end()))) {
        wanted.add(whole);
      }
    }
    List<PiiSpan> marks = new ArrayList<>();
    Redactions.find(text, marks);
    return wanted.isEmpty() ? wanted : Overlaps.resolveAround(marks, text, wanted);
  }

  private boolean wanted(PiiType type, String value) {
    if (scrubber.off.contains(type)) {
      return false;
    }
    if (scrubber.allowed.isEmpty() && own.isEmpty()) {
      return true;
    }
    return !own.contains(value) && !scrubber.allowed.contains(Values.normalize(value));
  }

  private String replace(String text, int from, List<PiiSpan> spans) {
    StringBuilder out = new StringBuilder(text.length());
    int done = from;
    for (PiiSpan span : spans) {
      out.append(text, done, span.start());
      out.append(replacementOf(span.type(), text.substring(span.start(), span.end())));
      done = span.end();
    }
    return out.append(text, done, text.length()).toString();
  }
}
