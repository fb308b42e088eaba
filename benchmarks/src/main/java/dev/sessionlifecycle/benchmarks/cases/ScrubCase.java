package dev.sessionlifecycle.benchmarks.cases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.sessionlifecycle.model.MessageRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One input and what is right for it: a line {@code {"cls", "lang", "text", "want"}}. The text is a
 * message, or messages separated by {@code " | "} that begin with {@code U:} (the user) or {@code
 * A:} (the agent). What is wanted is one of
 *
 * <ul>
 *   <li>{@code unchanged},
 *   <li>{@code only VALUE replaced}: this and nothing else,
 *   <li>{@code replaced: TYPE VALUE, TYPE VALUE}: each value wholly, as this type, or as any type
 *       if it says {@code some label},
 *   <li>{@code gone from every message: VALUE; VALUE}.
 * </ul>
 */
record ScrubCase(String kind, String language, String text, String want) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern LABEL = Pattern.compile("(?:^|, )(some label|[A-Z][A-Z_]{4,}) ");

  /** A value that must be replaced; an empty type stands for any. */
  record Wanted(String type, String value) {}

  /** A message of a conversation. */
  record Turn(MessageRole role, String text) {}

  static List<ScrubCase> read(Path file) throws IOException {
    List<ScrubCase> cases = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank()) {
        cases.add(parse(line));
      }
    }
    return cases;
  }

  private static ScrubCase parse(String line) throws IOException {
    String kind = "";
    String language = "";
    String text = "";
    String want = "";
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        switch (name) {
          case "cls" -> kind = json.getText();
          case "lang" -> language = json.getText();
          case "text" -> text = json.getText();
          case "want" -> want = json.getText();
          default -> json.skipChildren();
        }
      }
    }
    return new ScrubCase(kind, language, text, want);
  }

  boolean isUnchanged() {
    return want.equals("unchanged");
  }

  boolean isConversation() {
    return want.startsWith("gone from every message: ");
  }

  /** Returns whether nothing but the value may be replaced. */
  boolean isExact() {
    return want.startsWith("only ");
  }

  /** Returns the values that must be replaced. */
  List<Wanted> wanted() {
    List<Wanted> wanted = new ArrayList<>();
    if (isConversation()) {
      for (String value : after("gone from every message: ").split("; ", -1)) {
        wanted.add(new Wanted("", value));
      }
    } else if (isExact()) {
      wanted.add(new Wanted("", want.substring(5, want.length() - " replaced".length())));
    } else if (!isUnchanged()) {
      labelled(after("replaced: "), wanted);
    }
    return wanted;
  }

  private String after(String begin) {
    if (!want.startsWith(begin)) {
      throw new IllegalArgumentException("not a known kind of result: " + want);
    }
    return want.substring(begin.length());
  }

  private static void labelled(String list, List<Wanted> wanted) {
    var label = LABEL.matcher(list);
    String type = "";
    int from = -1;
    while (label.find()) {
      if (from >= 0) {
        wanted.add(new Wanted(type, list.substring(from, label.start())));
      }
      type = label.group(1).equals("some label") ? "" : label.group(1);
      from = label.end();
    }
    wanted.add(new Wanted(type, list.substring(from)));
  }

  List<Turn> messages() {
    List<Turn> messages = new ArrayList<>();
    for (String message : text.split(" \\| ", -1)) {
      MessageRole role = message.startsWith("A:") ? MessageRole.AGENT : MessageRole.USER;
      messages.add(new Turn(role, message.substring(2)));
    }
    return messages;
  }
}
