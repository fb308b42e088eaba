package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes sessions whose time has come, organization by organization, each in its turn. */
final class DueRounds {

  /** Reads what is due in one organization. */
  interface Pick<T> {
    List<T> from(UUID organization, int share);
  }

  private final String organizations;

  /**
   * Over the organizations that have a session whose time in this column has come.
   *
   * @param column an indexed column, after the organization
   */
  DueRounds(SqlText sql, String column) {
    organizations =
        sql.of(sql.dialect().organizationsDue("{session}", column, "s." + column + " <= {now}"));
  }

  <T> List<T> visit(Tx tx, DueQuery request, Pick<T> pick) {
    List<T> taken = new ArrayList<>();
    for (UUID organization : after(due(tx), request.after())) {
      int share = Math.min(request.perOrganization(), request.limit() - taken.size());
      if (share <= 0) {
        break;
      }
      taken.addAll(pick.from(organization, share));
    }
    return taken;
  }

  private List<UUID> due(Tx tx) {
    return tx.query(organizations).map((row, ctx) -> Rows.id(row, 1)).list();
  }

  private static List<UUID> after(List<UUID> due, @Nullable UUID start) {
    return start == null
        ? due
        : Stream.concat(
                due.stream().filter(it -> IdOrder.compare(it, start) > 0),
                due.stream().filter(it -> IdOrder.compare(it, start) <= 0))
            .toList();
  }
}
