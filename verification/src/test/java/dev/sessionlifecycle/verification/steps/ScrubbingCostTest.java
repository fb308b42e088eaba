package dev.sessionlifecycle.verification.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.benchmarks.scrub.HostileTexts;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The work of a scrub and of a summary is linear in the length of the text and in the number of
 * messages, whatever they contain.
 */
@Tag("long")
class ScrubbingCostTest {

  /** Twice the text may take twice the work, and a little for sorting what was found. */
  private static final double MAX_GROWTH = 2.2;

  /** The passes over a text in which each replacement makes the next value recognizable. */
  private static final int MAX_PASSES = 8;

  /** The most work for a character in one pass; about a microsecond. */
  private static final double MAX_PER_CHARACTER = 1_000;

  /** The most work for a message, besides that for its characters. */
  private static final double MAX_PER_MESSAGE = 20_000;

  /** Enough messages that it does not matter how full the last page is. */
  private static final int MESSAGES = 1_024;

  /** How many conversations of random pieces; a hundred and more take minutes. */
  private static final int UNITS = Integer.getInteger("sessionlifecycle.hostile", 20);

  private static final List<Integer> SIZES = List.of(1, 3, 7, 40, 300);

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
  @ValueSource(longs = 1) // any other seed must do as well
  @Tag("long")
  void any_pieces_take_work_linear_in_the_length_of_the_text(long seed) throws Exception {
    Random random = new Random(seed);
    Set<String> units = new LinkedHashSet<>();
    while (units.size() < 5 * UNITS) {
      units.add(HostileTexts.unit(random));
    }
    assertLinear(units, 8_192, 65_536);
  }

  @Test
  void conversations_that_were_once_slow_take_work_linear_in_their_length() {
    Random random = new Random(0);
    HostileTexts.kept().forEach(unit -> assertLinearInMessages(unit, random));
    assertEquals(Set.of(), counter.unknown());
  }

  @ParameterizedTest
  @ValueSource(longs = 2)
  @Tag("long")
  void any_conversation_takes_work_linear_in_its_length(long seed) {
    Random random = new Random(seed);
    List<String> units = new ArrayList<>(HostileTexts.atoms());
    while (units.size() < HostileTexts.atoms().size() + 100) {
      units.add(HostileTexts.unit(random));
    }
    Collections.shuffle(units, random);
    units
        .subList(0, Math.min(UNITS, units.size()))
        .forEach(unit -> assertLinearInMessages(unit, random));
    assertEquals(Set.of(), counter.unknown());
  }

  @Test
  void a_scrub_that_is_repeated_finds_nothing_in_a_hostile_text() {
    Scrubber scrubber = Scrubber.standard();
    Set<String> units = new LinkedHashSet<>(HostileTexts.kept());
    units.addAll(HostileTexts.atoms());
    Random random = new Random(77);
    for (int i = 0; i < 1_000; i++) {
      units.add(HostileTexts.unit(random));
    }
    for (String unit : units) {
      String once = scrubber.scrub(HostileTexts.text(unit, 1_000)).text();
      assertEquals(Map.of(), scrubber.scrub(once).counts(), unit);
    }
  }

  /** Doubles a conversation of messages of some size, by some speakers. */
  private void assertLinearInMessages(String unit, Random random) {
    int size = SIZES.get(random.nextInt(SIZES.size()));
    Speakers speakers = Speakers.values()[random.nextInt(Speakers.values().length)];
    String what = unit + " in messages of " + size + ", " + speakers + ": ";
    List<Map.Entry<String, String>> half = conversation(unit, size, MESSAGES / 2, speakers);
    List<Map.Entry<String, String>> whole = conversation(unit, size, MESSAGES, speakers);
    WorkCounter.Cost before = counter.scrub(half);
    WorkCounter.Cost cost = counter.scrub(whole);
    assertTrue(cost.growthFrom(before) <= MAX_GROWTH, what + cost + " after " + before);
    assertBounded(what, cost, whole.size());
    assertBounded(what, counter.summarize(whole), whole.size());
    // Growth would mislead here: with more sentences there are, now and then, more rounds.
    String text = HostileTexts.text(unit, 32_768);
    WorkCounter.Cost summary = counter.summarize(List.of(Map.entry("USER", text)));
    assertTrue(summary.perCharacter() <= MAX_PER_CHARACTER * MAX_PASSES, unit + ": " + summary);
  }

  private static void assertBounded(String what, WorkCounter.Cost cost, int messages) {
    double most = MAX_PER_CHARACTER * MAX_PASSES * cost.length() + MAX_PER_MESSAGE * messages;
    assertTrue(cost.work() <= most, what + cost);
  }

  private enum Speakers {
    USER,
    USER_AND_AGENT,
    USER_WITH_INTERJECTIONS
  }

  /** Cuts a text of the unit into messages of this size. */
  private static List<Map.Entry<String, String>> conversation(
      String unit, int size, int messages, Speakers speakers) {
    List<Map.Entry<String, String>> conversation = new ArrayList<>();
    String text = unit.repeat(1 + size * messages / unit.length());
    for (int i = 0; i < messages; i++) {
      boolean isAgent = speakers == Speakers.USER_AND_AGENT && i % 2 == 1;
      String part = text.substring(i * size, (i + 1) * size);
      conversation.add(Map.entry(isAgent ? "AGENT" : "USER", part));
      if (speakers == Speakers.USER_WITH_INTERJECTIONS) {
        conversation.add(Map.entry("AGENT", "go on"));
      }
    }
    return conversation;
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
