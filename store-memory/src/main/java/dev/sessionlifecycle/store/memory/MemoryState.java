package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store holds, by organization: nothing can be reached without naming one.
 *
 * <p>The order of locks: {@link Stripes}, then the monitor of a {@link SessionCell} (two only when
 * a session takes the place of another, whose new one nobody else has seen), then that of the
 * {@link UnfinishedChains} of an organization.
 */
final class MemoryState {

  final Stripes stripes = new Stripes();
  final ChainDefinitions shapes = new ChainDefinitions();

  /** The organizations that have unfinished chains. */
  final ConcurrentSkipListMap<UUID, UnfinishedChains> busy =
      new ConcurrentSkipListMap<>(IdOrder.UNSIGNED);

  private final StoreClock clock;
  private final ConcurrentHashMap<UUID, Organization> organizations = new ConcurrentHashMap<>();

  MemoryState(StoreClock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.now().orElseThrow();
  }

  /** The organization, if anything was ever written to it. */
  Optional<Organization> organization(UUID id) {
    return Optional.ofNullable(organizations.get(id));
  }

  /** The organization, to write to it. */
  Organization organizationToWrite(UUID id) {
    Organization known = organizations.get(id);
    return known != null
        ? known
        : organizations.computeIfAbsent(id, missing -> new Organization(missing, busy));
  }

  Collection<Organization> organizations() {
    return organizations.values();
  }

  /** The busy organizations in the order of their ids, those after the one named first. */
  Iterable<UnfinishedChains> busyAfter(@Nullable UUID id) {
    return id == null
        ? busy.values()
        : () ->
            Stream.of(busy.tailMap(id, false), busy.headMap(id, true))
                .flatMap(part -> part.values().stream())
                .iterator();
  }

  /** The organizations in the order of their ids. */
  List<UUID> organizationsInOrder() {
    return organizations.keySet().stream().sorted(IdOrder.UNSIGNED).toList();
  }

  /** The organizations in the order of their ids, those after the one named first. */
  List<UUID> organizationsAfter(@Nullable UUID id) {
    List<UUID> all = organizationsInOrder();
    if (id == null) {
      return all;
    }
    return Stream.concat(
            all.stream().filter(it -> IdOrder.compare(it, id) > 0),
            all.stream().filter(it -> IdOrder.compare(it, id) <= 0))
        .toList();
  }

  /** Sets the look at a live session; under its monitor. */
  void moveCheck(SessionCell cell, @Nullable Instant at) {
    DueIndex checks = organizationToWrite(cell.row.organizationId()).checks;
    checks.remove(cell, cell.lookAt);
    cell.lookAt = at;
    checks.add(cell, at);
  }

  /** Has a live session looked at no later than that; under its monitor. */
  void pullCheck(SessionCell cell, Instant at) {
    if (cell.lookAt == null || at.isBefore(cell.lookAt)) {
      moveCheck(cell, at);
    }
  }

  /** Sets the look at an ended session; under its monitor. */
  void setDisposal(SessionCell cell, @Nullable Instant at) {
    DueIndex disposals = organizationToWrite(cell.row.organizationId()).disposals;
    disposals.remove(cell, cell.lookAt);
    cell.lookAt = at;
    disposals.add(cell, at);
  }

  @Nullable SessionCell cell(SessionKey key) {
    Organization organization = organizations.get(key.organizationId());
    return organization == null ? null : organization.sessions.get(key.sessionId());
  }
}
