package dev.sessionlifecycle;

import dev.sessionlifecycle.model.Initiator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page about reasons, written from the enumerations and the tables. */
final class ReasonsPage {
  static final Path FILE = Path.of("../docs/reasons.md");

  private static final Path MODEL =
      Path.of("../finalize-spi/src/main/java/dev/sessionlifecycle/model");
  private static final Path TABLES = Path.of("src/main/resources/dev/sessionlifecycle/reasons");
  private static final Path PROVIDERS =
      Path.of("src/main/java/dev/sessionlifecycle/reasons/ReasonProvider.java");

  private static final String NO_END = "-";
  private static final String BY_CODE = "code";

  private final StringBuilder text = new StringBuilder();

  private ReasonsPage() {}

  static String text() {
    ReasonsPage page = new ReasonsPage();
    page.line("<!-- Written by ReasonsPageTest from the code; do not edit. -->");
    page.line("# Reasons");
    page.line("");
    page.line("Every end has one of these " + TerminationReason.values().length + " reasons.");
    page.line("[What platforms report](reason-mapping.md) explains how a platform's value becomes");
    page.line("one of them, and where a mapping is not the obvious one.");
    page.reasons();
    page.outcomes();
    page.line("");
    page.line("## What each platform's values mean");
    page.line("");
    page.line("`*` stands for any text. A value that is listed as it is goes before a pattern.");
    for (ReasonProvider provider : ReasonProvider.values()) {
      page.table(provider);
    }
    return page.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void reasons() {
    Map<String, String> meanings = comments(MODEL.resolve("TerminationReason.java"));
    line("");
    line("| reason | meaning | outcome | ended by | try again |");
    line("|---|---|---|---|---|");
    for (TerminationReason reason : TerminationReason.values()) {
      OutcomeCategory unengaged = reason.outcome(false);
      line(
          "| `%s` | %s | %s%s | %s | %s |",
          reason.wire(),
          meanings.get(reason.name()),
          reason.category().wire(),
          unengaged == reason.category() ? "" : "; " + unengaged.wire() + " if not engaged",
          word(reason.initiator()),
          reason.isRetryable() ? "yes" : "no");
    }
    line("");
    line("*Not engaged*: the session was never active, or the user never sent a message.");
    line("*Try again*: calling the same party again makes sense.");
  }

  private void outcomes() {
    Map<String, String> meanings = comments(MODEL.resolve("OutcomeCategory.java"));
    line("");
    line("## Outcomes");
    line("");
    line("| outcome | meaning |");
    line("|---|---|");
    for (OutcomeCategory outcome : OutcomeCategory.values()) {
      line("| `%s` | %s |", outcome.wire(), meanings.get(outcome.name()));
    }
  }

  private void table(ReasonProvider provider) {
    line("");
    line("### " + provider.wire());
    line("");
    line(comments(PROVIDERS).get(provider.name()));
    Map<String, List<String>> values = new TreeMap<>(ReasonsPage::inOrder);
    String includes = "";
    for (String row : read(TABLES.resolve(provider.wire() + ".tsv")).lines().toList()) {
      if (row.startsWith("# include\t")) {
        includes = row.substring("# include\t".length());
      } else if (!row.startsWith("#") && !row.isBlank()) {
        String[] cells = row.split("\t", -1);
        String leg = cells.length > 2 ? " (leg " + cells[2] + ")" : "";
        for (String value : cells[0].split(" \\| ", -1)) {
          values
              .computeIfAbsent(cells[1], reason -> new ArrayList<>())
              .add("`" + value + "`" + leg);
        }
      }
    }
    if (!includes.isEmpty()) {
      line("");
      line("And everything in the table [%s](#%s).", includes, includes);
    }
    line("");
    line("| reason | values |");
    line("|---|---|");
    values.forEach((reason, of) -> line("| %s | %s |", name(reason), String.join(", ", of)));
  }

  private static int inOrder(String one, String other) {
    return Integer.compare(place(one), place(other));
  }

  private static int place(String reason) {
    return switch (reason) {
      case NO_END -> Integer.MAX_VALUE;
      case BY_CODE -> Integer.MAX_VALUE - 1;
      default -> TerminationReason.coerce(reason).ordinal();
    };
  }

  private static String name(String reason) {
    return switch (reason) {
      case NO_END -> "*not an end*";
      case BY_CODE -> "*as the SIP code in it*";
      default -> "`" + reason + "`";
    };
  }

  private static String word(Initiator initiator) {
    return initiator.name().toLowerCase(Locale.ROOT);
  }

  private void line(String format, Object... values) {
    line(String.format(Locale.ROOT, format, values));
  }

  /** Returns the comment of each constant, without markup. */
  private static Map<String, String> comments(Path source) {
    Map<String, String> comments = new TreeMap<>();
    Matcher constant =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)+)\\*/\\s+([A-Z][A-Z0-9_]+)[,;(]", Pattern.DOTALL)
            .matcher(read(source));
    while (constant.find()) {
      comments.put(
          constant.group(2),
          constant
              .group(1)
              .replaceAll("\\{@code ([^}]+)}", "`$1`")
              .replaceAll("\\{@link #UNKNOWN}", "`unknown`")
              .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
              .strip());
    }
    return comments;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
