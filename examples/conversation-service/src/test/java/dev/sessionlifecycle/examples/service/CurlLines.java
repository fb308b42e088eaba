package dev.sessionlifecycle.examples.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the shell lines of a README: assignments, quotes, variables, {@code curl} with {@code -s},
 * {@code -X}, {@code -H} and {@code -d}, and an id extracted from a response. Rejects anything
 * else.
 */
final class CurlLines {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern TAKE_ID =
      Pattern.compile("ID=\\$\\((curl .*) \\| sed 's/\\.\\*\"id\":\"\\\\\\(.*'\\)");
  private static final Pattern SETTING = Pattern.compile("([A-Z]+)=(.*)");
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Z]+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> variables = new HashMap<>();
  private final String service;

  CurlLines(String service) {
    this.service = service;
  }

  /** A line that calls the service, and its response. */
  record CurlResponse(String line, int status, String body) {}

  /** Returns the blocks of a README that call the service. */
  static List<String> blocks(String readme) {
    return BLOCK
        .matcher(readme)
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains("curl"))
        .toList();
  }

  List<CurlResponse> run(String block) throws IOException, InterruptedException {
    List<CurlResponse> answers = new ArrayList<>();
    for (String line : block.split("\n")) {
      Matcher taking = TAKE_ID.matcher(line);
      if (taking.matches()) {
        CurlResponse answer = curl(line, words(taking.group(1)));
        variables.put("ID", Json.read(answer.body().getBytes()).get("id").asText());
        answers.add(answer);
      } else if (line.startsWith("curl ")) {
        answers.add(curl(line, words(line)));
      } else {
        for (String setting : line.split("; ")) {
          set(setting);
        }
      }
    }
    return answers;
  }

  private void set(String setting) {
    Matcher matcher = SETTING.matcher(setting);
    if (!matcher.matches()) {
      throw new IllegalStateException("no line that can be run: " + setting);
    }
    String value = String.join(" ", words(matcher.group(2)));
    variables.put(matcher.group(1), matcher.group(1).equals("S") ? service : value);
  }

  /** Returns the words of a line up to a comment. */
  private List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < line.length() && line.charAt(i) != '#') {
      StringBuilder word = new StringBuilder();
      for (; i < line.length() && line.charAt(i) != ' '; i++) {
        char c = line.charAt(i);
        if (c == '\'' || c == '"') {
          int end = line.indexOf(c, i + 1);
          String quoted = line.substring(i + 1, end);
          word.append(c == '"' ? expand(quoted) : quoted);
          i = end;
        } else {
          int end = i;
          while (end < line.length() && " '\"".indexOf(line.charAt(end)) < 0) {
            end++;
          }
          word.append(expand(line.substring(i, end)));
          i = end - 1;
        }
      }
      words.add(word.toString());
      while (i < line.length() && line.charAt(i) == ' ') {
        i++;
      }
    }
    return words;
  }

  private String expand(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(variables.get(found.group(1))));
  }

  private CurlResponse curl(String line, List<String> words)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String method = "GET";
    String body = null;
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-s" -> {}
        case "-X" -> method = words.get(++i);
        case "-H" -> {
          String[] header = words.get(++i).split(": ", 2);
          request.header(header[0], header[1]);
        }
        case "-d" -> {
          body = words.get(++i);
          method = "POST";
        }
        default -> request.uri(URI.create(words.get(i)));
      }
    }
    if (body != null) {
      // curl's default for -d.
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    HttpResponse<String> answer =
        client.send(
            request
                .method(
                    method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new CurlResponse(line, answer.statusCode(), answer.body());
  }
}
