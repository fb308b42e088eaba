package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ReasonMappingPageTest {

  private static final Path PAGE = Path.of("../docs/reason-mapping.md");

  private static List<String> missing(Predicate<Vocabulary> which) throws IOException {
    String page = Files.readString(PAGE);
    return Vocabulary.all().stream()
        .filter(which)
        .filter(
            listed ->
                page.lines()
                    .noneMatch(
                        line ->
                            line.startsWith("| " + listed.provider().wire() + " |")
                                && line.contains("`" + listed.value() + "`")
                                && line.contains("`" + listed.expected() + "`")))
        .map(Vocabulary::toString)
        .toList();
  }

  @Test
  void the_page_explains_every_value_mapped_to_unknown() throws IOException {
    assertEquals(List.of(), missing(listed -> listed.expected().equals("unknown")));
  }

  @Test
  void the_page_explains_every_deviation_from_the_first_proposal() throws IOException {
    assertEquals(List.of(), missing(Vocabulary::deviates));
  }

  @Test
  void the_page_counts_the_values_that_are_tested() throws IOException {
    int all = Vocabulary.all().size();
    long unknown =
        Vocabulary.all().stream().filter(listed -> listed.expected().equals("unknown")).count();
    String counts =
        String.format(
            Locale.ROOT,
            "check %,d values of real platforms one by one; %d of them (%.1f %%)",
            all,
            unknown,
            100.0 * unknown / all);
    assertTrue(Files.readString(PAGE).replace('\n', ' ').contains(counts), counts);
  }
}
