package dev.sessionlifecycle.scrub.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.scrub.ner.EntityLabels.LabelledWord;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntityLabelsTest {

  private static final PiiType PLACE = new PiiType("PLACE");

  /** The entities of words "0" to "n" with these labels, as "type from to". */
  private static List<String> spans(String... labels) {
    List<String> names = List.of(labels).stream().distinct().toList();
    EntityLabels meaning = EntityLabels.of(names, Map.of("PER", PiiType.PERSON, "LOC", PLACE));
    List<LabelledWord> words = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      words.add(new LabelledWord(i, i + 1, names.indexOf(labels[i]), 0.9));
    }
    List<PiiSpan> spans = meaning.spans(words, 0.5);
    return spans.stream().map(it -> it.type() + " " + it.start() + " " + it.end()).toList();
  }

  @Test
  void labels_of_each_scheme_are_joined_to_entities() {
    assertEquals(
        List.of("PERSON 1 3", "PERSON 3 4", "PLACE 4 5"),
        spans("O", "B-PER", "I-PER", "B-PER", "I-LOC", "O"));
    assertEquals(List.of("PERSON 0 3", "PERSON 3 4"), spans("B-PER", "I-PER", "L-PER", "U-PER"));
    assertEquals(List.of("PERSON 0 2", "PLACE 3 4"), spans("B-PER", "E-PER", "O", "S-LOC"));
    assertEquals(List.of("PERSON 0 2", "PLACE 2 3"), spans("PER", "per", "LOC", "O"));
    assertEquals(List.of("PERSON 0 2"), spans("I_PER", "I_PER", "B-ORG"));
  }
}
