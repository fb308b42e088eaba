package dev.sessionlifecycle.store.jdbc.internal.row;

import dev.sessionlifecycle.spi.IdOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The organizations that probably have due chains, as this process knows them: those that the last
 * look found, and those in which it has made a chain due since. An organization that is not here is
 * found by the next look.
 */
public final class OrganizationsAtWork {
  /** More are left to the next look. */
  private static final int MOST = 10_000;

  private final NavigableSet<UUID> known = new ConcurrentSkipListSet<>(IdOrder.UNSIGNED);

  /** Adds an organization in which a chain has become due. */
  public void add(UUID organization) {
    if (known.size() < MOST) {
      known.add(organization);
    }
  }

  /** Forgets an organization in which nothing was due. */
  public void remove(UUID organization) {
    known.remove(organization);
  }

  /** Returns all in the order of their ids, beginning after one and going around. */
  public List<UUID> after(@Nullable UUID organization) {
    if (organization == null) {
      return List.copyOf(known);
    }
    List<UUID> around = new ArrayList<>(known.tailSet(organization, false));
    around.addAll(known.headSet(organization, true));
    return around;
  }
}
