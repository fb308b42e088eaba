package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What things are called: each type by a name of its own, none by a word that misleads. */
class NamesTest {
  private final SourceTree tree = SourceTree.ofThisBuild();
  private final NamingRules rules = NamingRules.of(tree.read(NamingRules.GLOSSARY));

  @Test
  void no_two_published_types_share_a_simple_name() {
    Map<String, Set<String>> files = new TreeMap<>();
    tree.parse(tree.published())
        .forEach(
            (file, source) ->
                source
                    .topLevelTypes()
                    .forEach(
                        type ->
                            files
                                .computeIfAbsent(type, name -> new TreeSet<>())
                                .add(tree.name(file))));
    assertThat(NamingRules.shared(files)).isEmpty();
  }

  @Test
  void a_simple_name_that_two_types_share_is_reported() {
    assertThat(
            NamingRules.shared(
                Map.of("Limits", new TreeSet<>(Set.of("a", "b")), "Session", Set.of("a"))))
        .containsExactly("Limits: [a, b]");
  }

  @Test
  void no_name_uses_a_forbidden_word() {
    assertThat(tree.parse(tree.all()).entrySet())
        .flatExtracting(
            it ->
                rules.violations(it.getValue().names()).stream()
                    .map(violation -> tree.name(it.getKey()) + ": " + violation)
                    .toList())
        .isEmpty();
  }

  @Test
  void a_name_with_a_forbidden_word_is_reported() {
    assertThat(rules.forbiddenTypes()).contains("Door", "Wiring", "Verdict", "Look");
    assertThat(rules.violations(List.of("Door", "tellsEverything", "what_is_told", "Session")))
        .containsExactly(
            "Door: use Validator",
            "tellsEverything: has the word 'tells'",
            "what_is_told: has the word 'told'");
  }

  @Test
  void test_names_are_short() {
    assertThat(tree.parse(tree.tests()).values())
        .flatExtracting(ParsedSource::tests)
        .map(name -> name.substring(name.indexOf('#') + 1))
        .isNotEmpty()
        .allMatch(name -> name.length() <= NamingRules.LONGEST_TEST_NAME);
  }
}
