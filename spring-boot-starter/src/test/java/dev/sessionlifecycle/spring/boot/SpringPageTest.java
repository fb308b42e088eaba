package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of properties in the documentation is that of the metadata. With {@code
 * -Dsessionlifecycle.write=true} it is written into its page.
 */
class SpringPageTest {
  private static final Path PAGE = Path.of("..", "docs", "spring.md");
  private static final String BEGIN = "<!-- Written by SpringPageTest from the metadata. -->\n";
  private static final String END = "<!-- Until here. -->\n";

  @Test
  void page_lists_every_property_with_its_default() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      page = page.substring(0, begin) + table() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertThat(page.substring(begin, end))
        .as("with -Dsessionlifecycle.write=true this test writes the page")
        .isEqualTo(table());
  }

  private static String table() {
    return Metadata.properties().stream()
        .map(SpringPageTest::row)
        .collect(
            Collectors.joining(
                "", "\n| `session-lifecycle.` | type | default | |\n|---|---|---|---|\n", "\n"));
  }

  private static String row(Metadata.Property property) {
    String value = property.defaultValue();
    return "| `"
        + property.name().substring("session-lifecycle.".length())
        + "` | "
        + type(property.type())
        + " | "
        + (value == null || value.isEmpty() ? "" : "`" + value + "`")
        + " | "
        + property.description()
        + " |\n";
  }

  /** The simple name of a type; the values of an enum; for a map that of its values. */
  private static String type(String name) {
    if (name.startsWith("java.util.Map<")) {
      String[] types = name.substring("java.util.Map<".length(), name.length() - 1).split(",");
      return "by name: "
          + (types[1].endsWith("Step")
              ? "`attempts`, `backoff`, `max-backoff`, `timeout`, `max-concurrent`"
              : type(types[1]));
    }
    if (name.startsWith("java.util.List<")) {
      return "list of " + type(name.substring("java.util.List<".length(), name.length() - 1));
    }
    try {
      Class<?> type = Class.forName(name);
      if (type.isEnum()) {
        return Stream.of(type.getEnumConstants())
            .map(it -> "`" + ((Enum<?>) it).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
            .collect(Collectors.joining(", "));
      }
      return Pattern.compile("[A-Z][a-z]*$")
          .matcher(type.getSimpleName())
          .results()
          .map(it -> it.group().toLowerCase(Locale.ROOT))
          .findFirst()
          .orElseThrow();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
