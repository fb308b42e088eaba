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
 * Reads the tables in this jar. Each line has values, a reason and, if they are reported from the
 * side of a leg, the leg, separated by tabs. Several values of one meaning are separated by {@code
 * " | "}; the reason is {@code -} for values that are not an end, and {@code code} for patterns
 * whose SIP code counts. The first line is {@code # version} and the number; {@code # include} and
 * a name adds another table. Patterns are tried from the top.
 */
final class ReasonTableFile {
  private static final String VERSION = "# version\t";
  private static final String INCLUDE = "# include\t";

  private ReasonTableFile() {}

  static ReasonMappingBuilder read(ReasonProvider provider) {
    String name = provider.wire();
    List<String> lines = lines(name);
    if (lines.isEmpty() || !lines.get(0).startsWith(VERSION)) {
      throw new IllegalStateException(name + " has no version");
    }
    int version = Integer.parseInt(lines.get(0).substring(VERSION.length()));
    return new ReasonMappingBuilder(name, version, table(name), TelephonyCodes.shared());
  }

  static ReasonTable table(String name) {
    ReasonTable table = new ReasonTable();
    add(name, table);
    return table;
  }

  private static void add(String name, ReasonTable table) {
    List<String> lines = lines(name);
    // what is put last goes first
    Collections.reverse(lines);
    lines.stream()
        .filter(line -> line.startsWith(INCLUDE))
        .forEach(line -> add(line.substring(INCLUDE.length()), table));
    for (String line : lines) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] cells = line.split("\t", -1);
        for (String value : cells[0].split(" \\| ", -1)) {
          put(table, value, cells, name);
        }
      }
    }
  }

  private static void put(ReasonTable table, String value, String[] cells, String name) {
    String word = cells.length < 2 ? "" : cells[1];
    TerminationReason reason = TerminationReason.coerce(word);
    if (word.equals("-")) {
      table.putNoEnd(value);
    } else if (word.equals("code")) {
      table.putCode(value);
    } else if (reason.wire().equals(word)) {
      table.put(cells.length > 2 ? cells[2] : "", value, reason);
    } else {
      throw new IllegalStateException(name + ": " + value + " has no reason");
    }
  }

  private static List<String> lines(String name) {
    String file = name + ".tsv";
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
