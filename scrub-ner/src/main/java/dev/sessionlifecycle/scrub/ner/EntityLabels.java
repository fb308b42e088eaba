package dev.sessionlifecycle.scrub.ner;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the labels of a model mean, by number: no entity, or that a word begins or continues one of
 * a type. Reads BIO labels ({@code B-PER}, {@code I-PER}), BILOU and BIOES ones, and plain ones
 * ({@code PER}).
 */
final class EntityLabels {

  /** The label of a word: the type of an entity, and whether the word begins one. */
  private record Label(Optional<PiiType> type, boolean isBegin) {}

  private static final Set<String> BEGINS = Set.of("B", "S", "U");
  private static final Set<String> CONTINUES = Set.of("I", "E", "L");

  private final List<Label> labels;

  private EntityLabels(List<Label> labels) {
    this.labels = List.copyOf(labels);
  }

  /**
   * Returns the meaning of labels, in the order of their numbers.
   *
   * @param types the type of each entity that is wanted, by its name in upper case
   */
  static EntityLabels of(List<String> names, Map<String, PiiType> types) {
    List<Label> labels = new ArrayList<>();
    for (String name : names) {
      boolean isBegin = BEGINS.contains(scheme(name));
      labels.add(new Label(Optional.ofNullable(types.get(entity(name))), isBegin));
    }
    return new EntityLabels(labels);
  }

  /** Returns the name of the entity that a label is about, in upper case. */
  static String entity(String label) {
    String name = scheme(label).isEmpty() ? label : label.substring(2);
    return name.toUpperCase(Locale.ROOT);
  }

  private static String scheme(String label) {
    boolean isMarked = label.length() > 2 && (label.charAt(1) == '-' || label.charAt(1) == '_');
    String first = isMarked ? label.substring(0, 1) : "";
    return BEGINS.contains(first) || CONTINUES.contains(first) ? first : "";
  }

  int size() {
    return labels.size();
  }

  boolean isEmpty() {
    return labels.stream().allMatch(label -> label.type().isEmpty());
  }

  /**
   * Joins words to entities.
   *
   * @param words the words of a text with their labels and scores, in order
   * @param threshold the least mean score of an entity
   */
  List<PiiSpan> spans(List<LabelledWord> words, double threshold) {
    List<PiiSpan> spans = new ArrayList<>();
    int i = 0;
    while (i < words.size()) {
      LabelledWord first = words.get(i);
      Optional<PiiType> type = labels.get(first.label()).type();
      int to = i + 1;
      double score = first.score();
      while (type.isPresent() && to < words.size() && continues(words.get(to), type)) {
        score += words.get(to++).score();
      }
      if (type.isPresent() && score / (to - i) >= threshold) {
        spans.add(new PiiSpan(type.get(), first.start(), words.get(to - 1).end()));
      }
      i = to;
    }
    return spans;
  }

  private boolean continues(LabelledWord word, Optional<PiiType> type) {
    Label label = labels.get(word.label());
    return label.type().equals(type) && !label.isBegin();
  }

  /** A word, the number of its most likely label, and how likely that is, from 0 to 1. */
  record LabelledWord(int start, int end, int label, double score) {}
}
