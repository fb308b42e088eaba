package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Visits the organizations that have due sessions, in the order of their ids, and takes a bounded
 * share from each. A request continues after the organization at which the previous one stopped.
 *
 * @param organizations the statement that selects the ids of those organizations in order
 */
record FairVisit(String organizations) {

  /** Reads a limited number of due sessions of one organization. */
  interface Reader<T> {
    List<T> read(UUID organization, int share);
  }

  <T> List<T> visit(Transaction tx, DueQuery request, Reader<T> reader) {
    List<T> taken = new ArrayList<>();
    for (UUID organization : startingAfter(request.after(), due(tx))) {
      int share = Math.min(request.perOrganization(), request.limit() - taken.size());
      if (share <= 0) {
        break;
      }
      taken.addAll(reader.read(organization, share));
    }
    return taken;
  }

  private List<UUID> due(Transaction tx) {
    return tx.query(organizations).map((row, ctx) -> Columns.id(row, 1)).list();
  }

  private static List<UUID> startingAfter(@Nullable UUID start, List<UUID> due) {
    return start == null
        ? due
        : Stream.concat(
                due.stream().filter(it -> IdOrder.compare(it, start) > 0),
                due.stream().filter(it -> IdOrder.compare(it, start) <= 0))
            .toList();
  }
}
