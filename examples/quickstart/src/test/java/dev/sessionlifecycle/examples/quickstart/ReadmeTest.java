package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path PROGRAM =
      Path.of("src/main/java/dev/sessionlifecycle/examples/quickstart/HelloSession.java");

  @Test
  void the_readme_shows_the_body_of_the_program() throws IOException {
    String program = Files.readString(PROGRAM);
    String body = between(program, "main(String[] arguments) {\n", "\n  }\n");
    String block = between(Files.readString(ROOT.resolve("README.md")), "```java\n", "```");
    assertEquals(body.stripIndent().strip(), block.strip());
    assertTrue(program.lines().count() <= 40, "forty lines");
  }

  @Test
  void the_program_prints_what_its_comments_say() throws IOException {
    List<String> comments =
        Pattern.compile("println\\(.*\\); // (.*)")
            .matcher(Files.readString(PROGRAM))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(3, comments.size());
    assertEquals(comments, output().lines().toList());
  }

  @Test
  void every_file_that_the_readme_links_to_exists() throws IOException {
    List<String> links =
        Pattern.compile("]\\((?!http|#)([^)#]+)")
            .matcher(Files.readString(ROOT.resolve("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertTrue(links.size() > 5);
    links.forEach(link -> assertTrue(Files.exists(ROOT.resolve(link)), link));
  }

  private static String output() {
    PrintStream original = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      HelloSession.main(new String[0]);
    } finally {
      System.setOut(original);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertTrue(from >= 0, begin);
    return text.substring(from + begin.length(), text.indexOf(end, from + begin.length()));
  }
}
