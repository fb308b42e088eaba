package dev.sessionlifecycle.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The style sheet and the script, which are the same for everybody. */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "console.css", "text/css; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private static final Map<String, ConsoleReply> REPLIES =
      Map.of(
          "console.css", read("console.css"),
          "console.js", read("console.js"),
          "icon.svg", read("icon.svg"));

  private Assets() {}

  static Optional<ConsoleReply> find(String path) {
    return Optional.ofNullable(REPLIES.get(path));
  }

  private static ConsoleReply read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return Replies.asset(
          TYPES.getOrDefault(name, "text/plain"),
          new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
