package dev.sessionlifecycle.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the library's names of fields, such as {@code messages[0].text}, to the locations of
 * {@code ValidationError}: {@code ["body", "messages", 0, "text"]}.
 */
final class FieldLocation {
  private static final Pattern PART = Pattern.compile("\\[(\\d{1,9})]|[^.\\[]+");
  private static final Set<String> QUERY = Set.of("limit", "cursor");

  private FieldLocation() {}

  static List<Object> of(String field) {
    if (QUERY.contains(field)) {
      return List.of("query", field);
    } else if (field.equals("after_sequence")) {
      return List.of("query", "after");
    } else if (field.startsWith("external_ref")) {
      return List.of("body", "external_session_id");
    }
    List<Object> loc = new ArrayList<>();
    loc.add("body");
    Matcher part = PART.matcher(field);
    while (part.find()) {
      String index = part.group(1);
      loc.add(index == null ? part.group() : Integer.valueOf(index));
    }
    return loc;
  }
}
