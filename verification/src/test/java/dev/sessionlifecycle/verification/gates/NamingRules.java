package dev.sessionlifecycle.verification.gates;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The words that names may not use.
 *
 * @param types what the glossary forbids as the name of a type, with the word to use instead
 */
record NamingRules(Map<String, String> types) {
  static final Path GLOSSARY = Path.of("docs/glossary.md");
  static final int LONGEST_TEST_NAME = 80;

  private static final Set<String> WORDS =
      Set.of("told", "tells", "whoever", "somebody", "nobody", "born", "brought", "manieth");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.+?) \\|$");
  private static final Pattern WORD_END = Pattern.compile("_|(?<=[a-z0-9])(?=[A-Z])");

  /** Reads the table "Words we do not use" of the glossary. */
  static NamingRules of(String glossary) {
    Map<String, String> types = new TreeMap<>();
    ROW.matcher(glossary.substring(glossary.indexOf("## Words we do not use")))
        .results()
        .forEach(row -> types.put(row.group(1), row.group(2).replace("`", "")));
    return new NamingRules(types);
  }

  Set<String> forbiddenTypes() {
    return types.keySet();
  }

  List<String> violations(Collection<String> names) {
    return names.stream().flatMap(name -> violations(name).stream()).toList();
  }

  private List<String> violations(String name) {
    String instead = types.get(name);
    if (instead != null) {
      return List.of(name + ": use " + instead);
    }
    return WORD_END
        .splitAsStream(name)
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(WORDS::contains)
        .map(word -> name + ": has the word '" + word + "'")
        .toList();
  }

  static List<String> shared(Map<String, Set<String>> filesByType) {
    return new TreeMap<>(filesByType)
        .entrySet().stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .toList();
  }
}
