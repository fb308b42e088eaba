package dev.sessionlifecycle.steps.pii.vocabulary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  static Iterable<String> languages() {
    return Vocabulary.LANGUAGES;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void every_file_has_a_line_for_every_term_and_no_other(String language) {
    Set<String> terms = Arrays.stream(Term.values()).map(Term::key).collect(Collectors.toSet());
    assertEquals(terms, Vocabulary.keys(language));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void the_digits_of_a_language_are_ten(String language) {
    assertEquals(10, Vocabulary.of(language, Term.DIGITS).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh"})
  void every_language_says_how_values_are_announced_and_asked_for(String language) {
    for (Term term : Term.values()) {
      boolean isAnnouncing = term.compareTo(Term.ZIP_ASKED) <= 0;
      assertFalse(isAnnouncing && Vocabulary.of(language, term).isEmpty(), term + " " + language);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"given", "given-or-word", "family", "family-or-word", "family-signs"})
  void a_list_of_names_states_its_source_and_stays_small(String list) throws Exception {
    try (var in =
        NameList.class.getResourceAsStream(
            "/dev/sessionlifecycle/steps/pii/names/" + list + ".txt")) {
      byte[] bytes = in.readAllBytes();
      assertTrue(new String(bytes, java.nio.charset.StandardCharsets.UTF_8).contains("Source: "));
      assertTrue(bytes.length < 100_000, list + ": " + bytes.length);
    }
  }

  @Test
  void a_name_that_is_an_everyday_word_is_no_certain_name() {
    assertTrue(NameList.isGiven("susan"));
    assertFalse(NameList.isGiven("april"));
    assertTrue(NameList.isGivenOrWord("april"));
    assertTrue(NameList.isFamily("lindner"));
    assertFalse(NameList.isFamily("baker"));
  }
}
