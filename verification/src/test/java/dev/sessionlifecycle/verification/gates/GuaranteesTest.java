package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuaranteesTest {

  private final SourceTree tree = SourceTree.ofThisBuild();
  private final Guarantees guarantees =
      Guarantees.parse(tree.read(tree.root().resolve("docs/guarantees.md")));

  @Test
  void every_guarantee_names_tests_that_exist() {
    assertThat(guarantees.orphans(existing())).isEmpty();
    assertThat(guarantees.open()).isEmpty();
  }

  @Test
  void the_page_on_retention_names_existing_tests() {
    String page = tree.read(tree.root().resolve("docs/retention.md"));
    assertThat(Guarantees.named(page)).hasSizeGreaterThan(30).isSubsetOf(existing());
  }

  @Test
  void the_page_on_the_finalizer_names_existing_tests() {
    String page = tree.read(tree.root().resolve("docs/finalizer.md"));
    assertThat(Guarantees.named(page)).hasSizeGreaterThan(25).isSubsetOf(existing());
  }

  @Test
  void the_page_on_the_runtime_names_existing_tests() {
    String page = tree.read(tree.root().resolve("docs/runtime.md"));
    assertThat(Guarantees.named(page)).hasSizeGreaterThan(8).isSubsetOf(existing());
  }

  private Set<String> existing() {
    return tree.parse(tree.tests()).values().stream()
        .flatMap(source -> source.tests().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void a_missing_test_or_guarantee_is_reported() {
    String page =
        """
        | G-01 | A sentence. | `ATest#exists`, `ATest#does_not` |
        | G-02 | A sentence. | open |
        | G-77 | A sentence. | `ATest#exists` |
        """;
    Guarantees bad = Guarantees.parse(page);
    assertThat(bad.orphans(Set.of("ATest#exists")))
        .contains(
            "G-01 names ATest#does_not, which does not exist",
            "G-77 is not a guarantee",
            "G-03 is missing");
    assertThat(bad.open()).contains("G-02").doesNotContain("G-01");
  }
}
