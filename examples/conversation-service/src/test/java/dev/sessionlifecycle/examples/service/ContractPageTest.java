package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page lists every field, enum value, default and bound of the schemas, and the tests of each.
 */
class ContractPageTest {
  private static final Set<String> RULES =
      Set.of(
          "enum",
          "const",
          "default",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:#(\\w+))?`|`…#(\\w+)`");

  private final String page = read(Path.of("../../docs/contract.md"));

  @Test
  void every_field_enum_value_default_and_bound_is_listed() {
    List<String> missing = new ArrayList<>();
    for (Contract contract : List.of(Contract.FEATHER, Contract.ANYREACH)) {
      for (String name : contract.definitions()) {
        JsonNode definition = contract.definition(name);
        if (!definition.has("properties")) {
          collectMissing(name, page, definition, missing);
          continue;
        }
        List<String> required = new ArrayList<>();
        definition.path("required").forEach(field -> required.add(field.asText()));
        for (String field : contract.fields(name)) {
          String shown = required.contains(field) ? "**`" + field + "`**" : "`" + field + "`";
          String row = row(section(name), shown);
          if (row.isEmpty()) {
            missing.add(name + "." + field);
          }
          collectMissing(name + "." + field, row, definition.get("properties").get(field), missing);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void every_section_names_tests_that_exist() {
    List<String> missing = new ArrayList<>();
    Matcher sections = Pattern.compile("### (\\w+)\n\nTested by ([^\n]*)").matcher(page);
    int count = 0;
    while (sections.find()) {
      count++;
      String latest = "";
      Matcher tests = TEST.matcher(sections.group(2));
      while (tests.find()) {
        latest = tests.group(1) == null ? latest : tests.group(1);
        String method = tests.group(1) == null ? tests.group(3) : tests.group(2);
        String source = source(latest);
        if (source.isEmpty() || (method != null && !source.contains("void " + method + "("))) {
          missing.add(sections.group(1) + ": " + latest + "#" + method);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).isEqualTo(Pattern.compile("(?m)^### ").matcher(page).results().count());
  }

  private String section(String name) {
    Matcher section =
        Pattern.compile("(?s)### " + name + "\n(.*?)(?=\n### |\n## |\\z)").matcher(page);
    return section.find() ? section.group(1) : "";
  }

  private static String row(String section, String field) {
    return section
        .lines()
        .filter(line -> line.startsWith("| " + field + " |"))
        .findFirst()
        .orElse("");
  }

  private static void collectMissing(
      String where, String row, JsonNode rules, List<String> missing) {
    rules
        .properties()
        .forEach(
            rule -> {
              if (!RULES.contains(rule.getKey())) {
                collectMissing(where, row, rule.getValue(), missing);
                return;
              }
              Iterable<JsonNode> values =
                  rule.getValue().isArray() ? rule.getValue() : List.of(rule.getValue());
              for (JsonNode value : values) {
                if (!value.isNull() && !row.contains(value.asText())) {
                  missing.add(where + " " + rule.getKey() + " " + value);
                }
              }
            });
    if (rules.isArray()) {
      rules.forEach(one -> collectMissing(where, row, one, missing));
    }
  }

  private static String source(String test) {
    for (String module : List.of(".", "../../core", "../../runtime", "../../verification")) {
      try (Stream<Path> files = Files.walk(Path.of(module, "src/test/java"))) {
        var found = files.filter(file -> file.endsWith(test + ".java")).findFirst();
        if (found.isPresent()) {
          return read(found.get());
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
