package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.model.TerminationReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads the tables in this jar. Each line has a value, a reason and, if the value is reported from
 * the side of a leg, the leg, separated by tabs; the reason is {@code -} for a value that is not an
 * end. The first line is {@code # version} and the number. Patterns are tried from the top.
 */
final class ReasonTableFile {
  private static final String VERSION = "# version\t";

  private ReasonTableFile() {}

  static ReasonMappingBuilder read(ReasonProvider provider) {
    String file = provider.wire() + ".tsv";
    List<String> lines = lines(file);
    if (lines.isEmpty() || !lines.get(0).startsWith(VERSION)) {
      throw new IllegalStateException(file + " has no version");
    }
    int version = Integer.parseInt(lines.get(0).substring(VERSION.length()));
    ReasonMappingBuilder builder =
        new ReasonMappingBuilder(provider.wire(), version, new ReasonTable());
    // what is put last goes first
    Collections.reverse(lines);
    for (String line : lines) {
      if (!line.startsWith("#") && !line.isBlank()) {
        put(builder, line.split("\t", -1), file);
      }
    }
    return builder;
  }

  private static void put(ReasonMappingBuilder builder, String[] cells, String file) {
    String value = cells[0];
    String word = cells.length < 2 ? "" : cells[1];
    if (word.equals("-")) {
      builder.putNoEnd(value);
      return;
    }
    TerminationReason reason = TerminationReason.coerce(word);
    if (!reason.wire().equals(word)) {
      throw new IllegalStateException(file + ": " + value + " has no reason");
    }
    if (cells.length > 2) {
      builder.put(value, reason, cells[2]);
    } else {
      builder.put(value, reason);
    }
  }

  private static List<String> lines(String file) {
    try (InputStream in = ReasonTableFile.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing in the jar");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      List<String> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
