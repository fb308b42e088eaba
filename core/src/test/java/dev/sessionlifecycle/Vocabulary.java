package dev.sessionlifecycle;

import dev.sessionlifecycle.reasons.ReasonProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * A string that a real platform sends, with the mapping first proposed for it and the one expected
 * now.
 */
record Vocabulary(ReasonProvider provider, String value, String proposed, String expected) {

  static final String NO_END = "-";

  static List<Vocabulary> all() {
    try (InputStream in =
        Objects.requireNonNull(
            Vocabulary.class.getResourceAsStream("/dev/sessionlifecycle/reasons/vocabulary.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells -> new Vocabulary(provider(cells[0]), cells[1], cells[2], cells[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean deviates() {
    return !proposed.isEmpty() && !proposed.equals(expected);
  }

  private static ReasonProvider provider(String wire) {
    for (ReasonProvider provider : ReasonProvider.values()) {
      if (provider.wire().equals(wire)) {
        return provider;
      }
    }
    throw new IllegalStateException(wire);
  }
}
