package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The history of a session, linked from the last entry to the first. Most sessions have two
 * entries, and closing one touches only the entry it adds. Guarded by the session's monitor.
 */
final class HistoryLog {

  private record Node(HistoryEntry entry, @Nullable Node before) {}

  private @Nullable Node last;
  private int size;

  int size() {
    return size;
  }

  void add(HistoryEntry entry) {
    last = new Node(entry, last);
    size++;
  }

  /**
   * Returns the number of entries whose {@code triggeredBy} changes when the session is anonymized.
   */
  long namesToChange() {
    return after(0, size).stream()
        .map(HistoryEntry::triggeredBy)
        .filter(it -> !Anonymizer.triggeredBy(it).equals(it))
        .count();
  }

  /** Anonymizes {@code triggeredBy} and keeps everything else. */
  void anonymize() {
    rename(Anonymizer::triggeredBy);
  }

  /** Renames {@code triggeredBy} and keeps everything else. */
  void rename(UnaryOperator<String> names) {
    List<HistoryEntry> all = after(0, size);
    last = null;
    size = 0;
    for (HistoryEntry it : all) {
      add(
          new HistoryEntry(
              it.sequence(),
              it.kind(),
              it.from(),
              it.to(),
              it.reason(),
              names.apply(it.triggeredBy()),
              it.at()));
    }
  }

  List<HistoryEntry> after(int sequence, int limit) {
    List<HistoryEntry> entries = new ArrayList<>();
    for (Node link = last; link != null && link.entry().sequence() > sequence; ) {
      entries.add(link.entry());
      link = link.before();
    }
    Collections.reverse(entries);
    return Lists.page(entries, 0, limit);
  }
}
