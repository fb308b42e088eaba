package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.rules.AttemptRules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text in which a chain keeps its first attempts: a line for each settlement, each with its
 * end, with fields between tabs. The first two are the node and when its first attempt began, in
 * microseconds since 1970; then for each attempt its step, {@code d} for done or {@code s} for
 * skipped, how many microseconds after that time it began and how long it took, and its label
 * behind an equals sign, or nothing. In labels, a backslash, a tab and the ends of lines are
 * written as in Java.
 */
public final class FirstAttempts {
  private static final String DONE = "d";
  private static final String SKIPPED = "s";
  private static final int HEAD = 2;
  private static final int FIELDS = 5;

  private FirstAttempts() {}

  /** Returns the line for a settlement; null if its attempts are kept by themselves. */
  public static @Nullable String of(Settlement settlement) {
    return AttemptRules.areFirstTries(settlement) ? line(settlement.attempts()) : null;
  }

  private static @Nullable String line(List<AttemptRecord> attempts) {
    Instant start = attempts.get(0).startedAt().truncatedTo(ChronoUnit.MICROS);
    StringBuilder line = new StringBuilder().append(attempts.get(0).node());
    try {
      line.append('\t').append(ChronoUnit.MICROS.between(Instant.EPOCH, start));
      for (AttemptRecord attempt : attempts) {
        Instant startedAt = attempt.startedAt().truncatedTo(ChronoUnit.MICROS);
        Instant endedAt = attempt.endedAt().truncatedTo(ChronoUnit.MICROS);
        line.append('\t').append(attempt.step());
        line.append('\t').append(attempt.result() == Result.DONE ? DONE : SKIPPED);
        line.append('\t').append(ChronoUnit.MICROS.between(start, startedAt));
        line.append('\t').append(ChronoUnit.MICROS.between(startedAt, endedAt));
        line.append('\t').append(label(attempt.label()));
      }
      return line.append('\n').toString();
    } catch (ArithmeticException tooFar) {
      return null;
    }
  }

  private static String label(@Nullable String label) {
    return label == null
        ? ""
        : "="
            + label
                .replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
  }

  /**
   * Reads all lines.
   *
   * @param text null for none
   */
  public static List<AttemptRecord> read(@Nullable String text) {
    List<AttemptRecord> attempts = new ArrayList<>();
    if (text == null) {
      return attempts;
    }
    try {
      text.lines().forEach(line -> readLine(line.split("\t", -1), attempts));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new StoreException("the attempts of the chain cannot be read", false, null);
    }
    return attempts;
  }

  /**
   * Returns how many attempts there are in all lines.
   *
   * @param text null for none
   */
  public static int count(@Nullable String text) {
    return text == null ? 0 : text.lines().mapToInt(FirstAttempts::countInLine).sum();
  }

  private static int countInLine(String line) {
    return (line.split("\t", -1).length - HEAD) / FIELDS;
  }

  private static void readLine(String[] fields, List<AttemptRecord> attempts) {
    UUID node = UUID.fromString(fields[0]);
    Instant start = Instant.EPOCH.plus(Long.parseLong(fields[1]), ChronoUnit.MICROS);
    for (int i = HEAD; i < fields.length; i += FIELDS) {
      Instant startedAt = start.plus(Long.parseLong(fields[i + 2]), ChronoUnit.MICROS);
      Instant endedAt = startedAt.plus(Long.parseLong(fields[i + 3]), ChronoUnit.MICROS);
      String label = fields[i + 4];
      attempts.add(
          new AttemptRecord(
              fields[i],
              1,
              node,
              startedAt,
              endedAt,
              result(fields[i + 1]),
              label.isEmpty() ? null : label.substring(1).translateEscapes()));
    }
  }

  /** A result that only a newer version knows is read as lost. */
  private static Result result(String code) {
    return switch (code) {
      case DONE -> Result.DONE;
      case SKIPPED -> Result.SKIPPED;
      default -> Result.LOST;
    };
  }
}
