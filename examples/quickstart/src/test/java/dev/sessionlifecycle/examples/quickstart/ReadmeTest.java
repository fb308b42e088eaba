package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path EXAMPLE =
      Path.of("src/main/java/dev/sessionlifecycle/examples/quickstart/ReadmeExample.java");

  @TempDir Path directory;

  @Test
  void the_readme_shows_the_lines_that_are_compiled() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String block = between(readme, "```java\n", "```");
    List<String> region =
        between(Files.readString(EXAMPLE), "// readme: begin\n", "    // readme: end")
            .lines()
            .toList();
    assertEquals(String.join("\n", region).stripIndent().strip(), block.strip());
    assertTrue(region.size() <= 12, "twelve lines");
  }

  @Test
  void the_lines_do_what_their_comments_say() {
    ReadmeExample.Outcome outcome =
        ReadmeExample.run(
            directory.resolve("sessions").toString(), UUID.randomUUID(), UUID.randomUUID());
    assertTrue(outcome.first().isWinner());
    assertFalse(outcome.second().isWinner());
    assertEquals(TerminationReason.USER_REJECTED, outcome.second().session().reason());
    assertEquals("Call me on [PHONE_NUMBER], please.", outcome.messages().get(0).text());
  }

  @Test
  void every_file_that_the_readme_links_to_exists() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    java.util.regex.Pattern.compile("]\\((?!http|#)([^)#]+)")
        .matcher(readme)
        .results()
        .map(match -> match.group(1))
        .forEach(link -> assertTrue(Files.exists(ROOT.resolve(link)), link));
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, begin);
    return text.substring(from + begin.length(), text.indexOf(end, from + begin.length()));
  }
}
