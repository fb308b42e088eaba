package dev.sessionlifecycle.verification.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.benchmarks.scrub.HostileTexts;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The work of a scrub is linear in the length of the text, whatever the text is. */
class ScrubbingCostTest {

  /** Twice the text may take twice the work, and a little for sorting what was found. */
  private static final double MAX_GROWTH = 2.2;

  /** The passes over a text in which each replacement makes the next value recognizable. */
  private static final int MAX_PASSES = 8;

  /** The most work for a character in one pass; about a microsecond. */
  private static final double MAX_PER_CHARACTER = 1_000;

  private final WorkCounter counter = new WorkCounter();

  ScrubbingCostTest() throws ReflectiveOperationException {}

  @Test
  void what_was_once_slow_takes_work_linear_in_the_length_of_the_text() throws Exception {
    assertLinear(HostileTexts.kept(), 8_192, 32_768);
  }

  @Test
  void each_piece_of_a_hostile_text_takes_work_linear_in_its_length() throws Exception {
    assertLinear(HostileTexts.atoms(), 8_192, 16_384);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  @Tag("long")
  void any_pieces_take_work_linear_in_the_length_of_the_text(long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> units = new LinkedHashSet<>();
    while (units.size() < 500) {
      units.add(HostileTexts.unit(random));
    }
    assertLinear(units, 8_192, 65_536);
  }

  private void assertLinear(Collection<String> units, int shortest, int longest)
      throws ReflectiveOperationException {
    for (String unit : units) {
      WorkCounter.Cost before = counter.scrub(HostileTexts.text(unit, shortest));
      for (int length = 2 * shortest; length <= longest; length *= 2) {
        WorkCounter.Cost cost = counter.scrub(HostileTexts.text(unit, length));
        String what = unit + " at " + length + " characters: " + cost + " after " + before;
        assertTrue(cost.growthFrom(before) <= MAX_GROWTH, what);
        assertTrue(cost.passes() <= MAX_PASSES, what);
        assertTrue(cost.perCharacter() / cost.passes() <= MAX_PER_CHARACTER, what);
        before = cost;
      }
    }
    assertEquals(Set.of(), counter.unknown());
  }
}
