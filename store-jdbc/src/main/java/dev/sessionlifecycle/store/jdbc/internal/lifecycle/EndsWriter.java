package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.store.jdbc.internal.row.DecidedEnd;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.util.List;

/** Writes many ends of one organization in a few statements. */
public interface EndsWriter {

  /** Writes the ends of distinct sessions whose rows are locked. */
  void write(Transaction tx, List<DecidedEnd> ends);
}
