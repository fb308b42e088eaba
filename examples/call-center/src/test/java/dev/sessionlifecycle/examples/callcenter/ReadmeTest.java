package dev.sessionlifecycle.examples.callcenter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path TESTS =
      Path.of("src/test/java/dev/sessionlifecycle/examples/callcenter/CallCenterTest.java");
  private static final String BEGIN = "@SessionLifecycleTest(setup = CallCenterSetup.class)\n";

  @Test
  void the_readme_shows_the_six_tests() throws IOException {
    String readme = Files.readString(Path.of("..", "..", "README.md"));
    String block = readme.substring(readme.indexOf("```java\n" + BEGIN) + "```java\n".length());
    assertEquals(tests(), block.substring(0, block.indexOf("```")));
  }

  @Test
  void there_are_six_tests_of_less_than_fifteen_lines_each() throws IOException {
    List<String> bodies =
        Pattern.compile("(?s)  @Test\n(.*?)\n  }\n")
            .matcher(tests())
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(6, bodies.size());
    assertTrue(bodies.stream().allMatch(body -> body.lines().count() < 14), "with @Test and }");
  }

  private static String tests() throws IOException {
    String source = Files.readString(TESTS);
    return source.substring(source.indexOf(BEGIN));
  }
}
