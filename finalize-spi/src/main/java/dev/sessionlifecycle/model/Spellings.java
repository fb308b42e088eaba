package dev.sessionlifecycle.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How programs spell a name of several words. */
final class Spellings {
  private static final String SEPARATOR = "_";

  private Spellings() {}

  /** The name itself, and beside it in capitals, with hyphens, with spaces, and in camel case. */
  static List<String> of(String name) {
    List<String> spellings = new ArrayList<>();
    for (String separator : List.of(SEPARATOR, "-", " ")) {
      String spelling = name.replace(SEPARATOR, separator);
      spellings.add(spelling);
      spellings.add(spelling.toUpperCase(Locale.ROOT));
    }
    String camel = camelCase(name);
    spellings.add(camel);
    spellings.add(capital(camel));
    return spellings;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    int from = 0;
    for (int end = name.indexOf('_'); end >= 0; end = name.indexOf('_', from)) {
      camel.append(name, from, end).append(Character.toUpperCase(name.charAt(end + 1)));
      from = end + 2;
    }
    return camel.append(name.substring(from)).toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
