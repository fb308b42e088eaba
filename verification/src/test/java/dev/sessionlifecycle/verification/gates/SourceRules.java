package dev.sessionlifecycle.verification.gates;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no test may contain, and how large a method may be. */
final class SourceRules {

  static final int LONGEST_METHOD = 60;
  static final int HIGHEST_COMPLEXITY = 15;

  private static final Map<String, Pattern> FORBIDDEN_IN_TESTS =
      Map.of(
          "sleeps: move the clock, or wait for a condition",
          Pattern.compile("\\bThread\\s*\\.\\s*sleep\\s*\\(|TimeUnit\\.\\w+\\.sleep\\("),
          "is skipped: a skipped test proves nothing",
          Pattern.compile(
              "@(?:Disabled|EnabledIf|DisabledIf)\\w*\\b|\\bAssumptions\\b|\\bassumeT\\w+\\("));

  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Pattern MONITOR =
      Pattern.compile("^[^*/]*\\bsynchronized\\b(?!})", Pattern.MULTILINE);

  private SourceRules() {}

  static boolean locksAMonitor(String source) {
    return MONITOR.matcher(source).find();
  }

  static List<String> inTest(String source) {
    return Stream.concat(
            FORBIDDEN_IN_TESTS.entrySet().stream()
                .filter(rule -> rule.getValue().matcher(source).find())
                .map(Map.Entry::getKey),
            inAny(source).stream())
        .toList();
  }

  static List<String> inAny(String source) {
    return UNFINISHED.matcher(source).find() ? List.of("is unfinished") : List.of();
  }

  /** What is wrong with the size of a method, if anything. */
  static List<String> size(ParsedSource.Method method) {
    return method.lines() > LONGEST_METHOD || method.complexity() > HIGHEST_COMPLEXITY
        ? List.of(
            method.name()
                + " has "
                + method.lines()
                + " lines and a complexity of "
                + method.complexity())
        : List.of();
  }
}
