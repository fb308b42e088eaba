package dev.sessionlifecycle.steps.pii.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** The words of every language, from the files beside this class. */
public final class Vocabulary {

  /** The files, one for each language; the last one holds a few words of many. */
  public static final List<String> LANGUAGES =
      List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh", "more");

  private static final Map<String, Map<Term, List<String>>> FILES = files();

  private Vocabulary() {}

  /** Returns the words and phrases of a language, in the order of the file. */
  public static List<String> of(String language, Term term) {
    return FILES.getOrDefault(language, Map.of()).getOrDefault(term, List.of());
  }

  /** Returns the words and phrases of all languages. */
  public static Set<String> of(Term term) {
    Set<String> all = new LinkedHashSet<>();
    FILES.values().forEach(file -> all.addAll(file.getOrDefault(term, List.of())));
    return Set.copyOf(all);
  }

  /** Returns the keys of a language's file. */
  static Set<String> keys(String language) {
    return properties(language).stringPropertyNames();
  }

  private static Map<String, Map<Term, List<String>>> files() {
    Map<String, Map<Term, List<String>>> files = new LinkedHashMap<>();
    for (String language : LANGUAGES) {
      Properties properties = properties(language);
      Map<Term, List<String>> terms = new EnumMap<>(Term.class);
      for (Term term : Term.values()) {
        terms.put(term, entries(properties.getProperty(term.key(), "-")));
      }
      files.put(language, terms);
    }
    return files;
  }

  private static List<String> entries(String line) {
    List<String> entries = new ArrayList<>();
    for (String entry : line.split(",", -1)) {
      String word = entry.strip().toLowerCase(Locale.ROOT);
      if (!word.isEmpty() && !word.equals("-")) {
        entries.add(word);
      }
    }
    return List.copyOf(entries);
  }

  private static Properties properties(String language) {
    Properties properties = new Properties();
    String name = language + ".properties";
    try (InputStream in = Vocabulary.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the library lacks its file " + name);
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
