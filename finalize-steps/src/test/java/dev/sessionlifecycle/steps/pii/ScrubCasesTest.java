package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the scrub to what it reached on a sample of inputs with the result that is right, of many
 * kinds and languages: {@code {"cls", "lang", "text", "want"}}, as {@code benchmarks/run cases}
 * reads them.
 */
class ScrubCasesTest {

  private static final double EACH_KIND = 0.8;
  private static final double ALL = 0.97;
  private static final Pattern WANTED = Pattern.compile("(?:^|, )(some label|[A-Z][A-Z_]{4,}) ");

  private final PiiDetector detector = PiiDetectors.all();

  private record Case(String kind, String language, String text, String want) {}

  @Test
  void each_kind_of_input_is_scrubbed_as_the_sample_says() throws IOException {
    Map<String, List<String>> failed = new TreeMap<>();
    Map<String, Integer> count = new TreeMap<>();
    int failures = 0;
    List<Case> all = cases();
    for (Case each : all) {
      count.merge(each.kind, 1, Integer::sum);
      if (!passes(each)) {
        failures++;
        failed.computeIfAbsent(each.kind, kind -> new ArrayList<>()).add(each.text);
      }
    }
    failed.forEach(
        (kind, texts) ->
            assertTrue(
                texts.size() <= (1 - EACH_KIND) * count.getOrDefault(kind, 0),
                kind + ": " + texts));
    assertTrue(failures <= (1 - ALL) * all.size(), failed.toString());
  }

  @Test
  void the_page_about_steps_says_what_is_in_the_sample() throws IOException {
    List<Case> all = cases();
    String inputs =
        "Of %d inputs of %d kinds in %d languages"
            .formatted(
                all.size(),
                all.stream().map(Case::kind).distinct().count(),
                all.stream().map(Case::language).distinct().count());
    long harmless = all.stream().filter(it -> it.want.equals("unchanged")).count();
    String page = Files.readString(Path.of("../docs/steps.md")).replace('\n', ' ');
    assertTrue(page.contains(inputs), inputs);
    assertTrue(page.contains("and " + harmless + " harmless texts"), harmless + " are harmless");
  }

  private boolean passes(Case each) {
    if (each.want.equals("unchanged")) {
      return Scrubber.standard().scrub(each.text).text().equals(each.text);
    }
    if (each.want.startsWith("gone from every message: ")) {
      return isGone(each);
    }
    List<PiiSpan> found = detector.detect(each.text);
    if (each.want.startsWith("only ")) {
      String value = each.want.substring(5, each.want.length() - " replaced".length());
      return found.size() == 1
          && each.text.substring(found.get(0).start(), found.get(0).end()).equals(value);
    }
    return isReplaced(each, found);
  }

  private static boolean isReplaced(Case each, List<PiiSpan> found) {
    String list = each.want.substring("replaced: ".length());
    Matcher label = WANTED.matcher(list);
    int from = 0;
    boolean isNext = label.find();
    while (isNext) {
      String type = label.group(1);
      int begin = label.end();
      isNext = label.find();
      String value = list.substring(begin, isNext ? label.start() : list.length());
      int start = each.text.indexOf(value, from);
      int end = start + value.length();
      boolean isFound =
          found.stream()
              .anyMatch(
                  span ->
                      span.start() <= start
                          && span.end() >= end
                          && span.length() <= 2 * value.length()
                          && (type.equals("some label") || type.equals(span.type().label())));
      if (!isFound) {
        return false;
      }
      from = end;
    }
    return true;
  }

  private static boolean isGone(Case each) {
    StepScenario before = StepScenario.on("chat");
    for (String message : each.text.split(" \\| ", -1)) {
      String text = message.substring(2);
      before = message.startsWith("A:") ? before.agent(text) : before.user(text);
    }
    ScrubStep step = ScrubStep.standard();
    StepScenario after = before.after(step.execute(before.context(step)));
    String values = each.want.substring("gone from every message: ".length());
    for (String value : values.split("; ", -1)) {
      if (after.transcript().messages().stream().anyMatch(it -> it.text().contains(value))) {
        return false;
      }
    }
    return true;
  }

  private static List<Case> cases() throws IOException {
    try (InputStream in = ScrubCasesTest.class.getResourceAsStream("cases.jsonl")) {
      List<Case> cases = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          Map<?, ?> json = (Map<?, ?>) JsonReader.read(line, 32);
          cases.add(
              new Case(
                  (String) json.get("cls"),
                  (String) json.get("lang"),
                  (String) json.get("text"),
                  (String) json.get("want")));
        }
      }
      return cases;
    }
  }
}
