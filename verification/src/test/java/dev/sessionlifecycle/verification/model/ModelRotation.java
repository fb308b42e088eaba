package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows due for a check, organizations taking turns.
 *
 * @param leftOut how many organizations had to be passed over
 */
record ModelRotation(List<ModelRow> rows, int leftOut) {

  static ModelRotation take(
      Collection<ModelRow> rows, Instant now, DueQuery request, Predicate<UUID> passOver) {
    List<ModelRow> due =
        rows.stream()
            .filter(row -> row.isDue(now))
            .sorted(
                comparing((ModelRow row) -> Objects.requireNonNull(row.dueAt))
                    .thenComparing(row -> row.session.id(), IdOrder.UNSIGNED))
            .toList();
    Set<UUID> waiting =
        due.stream().map(row -> row.session.organizationId()).collect(Collectors.toSet());
    List<ModelRow> taken = new ArrayList<>();
    int leftOut = 0;
    for (UUID organization : order(waiting, request.after())) {
      int share = Math.min(request.perOrganization(), request.limit() - taken.size());
      if (share > 0 && passOver.test(organization)) {
        leftOut++;
      } else {
        due.stream()
            .filter(row -> row.session.organizationId().equals(organization))
            .limit(share)
            .forEach(taken::add);
      }
    }
    return new ModelRotation(taken, leftOut);
  }

  /** Returns the organizations ordered by id, starting after the given one and wrapping around. */
  static List<UUID> order(Set<UUID> organizations, @Nullable UUID after) {
    TreeSet<UUID> sorted = new TreeSet<>(IdOrder.UNSIGNED);
    sorted.addAll(organizations);
    if (after == null) {
      return List.copyOf(sorted);
    }
    List<UUID> order = new ArrayList<>(sorted.tailSet(after, false));
    order.addAll(sorted.headSet(after, true));
    return order;
  }
}
