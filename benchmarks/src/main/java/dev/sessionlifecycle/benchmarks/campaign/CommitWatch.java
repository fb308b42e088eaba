package dev.sessionlifecycle.benchmarks.campaign;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Follows the protocol of one PostgreSQL connection and detects when the server acknowledges the
 * commit of a write. The client sends and then waits, so the two threads take turns.
 */
final class CommitWatch {
  private static final Pattern WRITES =
      Pattern.compile("\\b(?:INSERT|UPDATE|DELETE)\\b", Pattern.CASE_INSENSITIVE);

  private final Map<String, Boolean> statements = new ConcurrentHashMap<>();
  private volatile boolean wrote;
  private volatile boolean failed;

  /** Notes a message of the client. */
  void said(char type, byte[] body) {
    if (type == 'P') { // Parse: the name of a statement and its text
      String name = text(body, 0);
      statements.put(name, writes(text(body, name.length() + 1)));
    } else if (type == 'B') { // Bind: the name of a portal and that of a statement
      String portal = text(body, 0);
      wrote |= statements.getOrDefault(text(body, portal.length() + 1), false);
    } else if (type == 'Q') { // Query: a text
      wrote |= writes(text(body, 0));
    }
  }

  /** Notes a message of the server; returns whether it acknowledges a commit. */
  boolean answered(char type, byte[] body) {
    if (type == 'E') { // an error: the transaction is rolled back
      failed = true;
    }
    boolean isOver = type == 'Z' && body.length == 1 && body[0] == 'I'; // ready, no transaction
    boolean committed = isOver && wrote && !failed;
    if (isOver) {
      wrote = false;
      failed = false;
    }
    return committed;
  }

  private static boolean writes(String sql) {
    return WRITES.matcher(sql).find();
  }

  /**
   * Returns the text up to the next zero. Names are ASCII, so their length in bytes is the same.
   */
  private static String text(byte[] body, int from) {
    int end = from;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    return new String(body, from, end - from, StandardCharsets.UTF_8);
  }
}
