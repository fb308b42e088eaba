package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of a store by organization; nothing is reachable without an organization id.
 *
 * <p>Lock order: {@link Stripes}, then the monitor of a {@link SessionCell} (two only if a session
 * supersedes another, whose successor is not visible to other threads yet), then the monitor of an
 * organization's {@link UnfinishedChains}.
 */
final class MemoryState {

  final Stripes stripes = new Stripes();
  final StoredChainDefinitions shapes = new StoredChainDefinitions();

  /** Organizations with unfinished chains. */
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

  /** Returns the organization if anything was ever written to it. */
  Optional<Organization> organization(UUID id) {
    return Optional.ofNullable(organizations.get(id));
  }

  /** Returns the organization for writing, creating it if necessary. */
  Organization organizationToWrite(UUID id) {
    Organization known = organizations.get(id);
    return known != null
        ? known
        : organizations.computeIfAbsent(id, missing -> new Organization(missing, busy));
  }

  Collection<Organization> organizations() {
    return organizations.values();
  }

  /** Returns the busy organizations in id order, starting after this one and wrapping around. */
  Iterable<UnfinishedChains> busyAfter(@Nullable UUID id) {
    return id == null
        ? busy.values()
        : () ->
            Stream.of(busy.tailMap(id, false), busy.headMap(id, true))
                .flatMap(part -> part.values().stream())
                .iterator();
  }

  /** Returns the organizations in id order. */
  List<UUID> organizationsInOrder() {
    return organizations.keySet().stream().sorted(IdOrder.UNSIGNED).toList();
  }

  /** Returns the organizations in id order, starting after this one and wrapping around. */
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

  /** Sets the next check of a live session. Call under its monitor. */
  void moveCheck(SessionCell cell, @Nullable Instant at) {
    DueIndex checks = organizationToWrite(cell.row.organizationId()).checks;
    checks.remove(cell, cell.nextCheck);
    cell.nextCheck = at;
    checks.add(cell, at);
  }

  /**
   * Moves the next check of a live session to this time unless it is already earlier. Call under
   * its monitor.
   */
  void pullCheck(SessionCell cell, Instant at) {
    if (cell.nextCheck == null || at.isBefore(cell.nextCheck)) {
      moveCheck(cell, at);
    }
  }

  /** Sets the next disposal check of an ended session. Call under its monitor. */
  void setDisposal(SessionCell cell, @Nullable Instant at) {
    DueIndex disposals = organizationToWrite(cell.row.organizationId()).disposals;
    disposals.remove(cell, cell.nextCheck);
    cell.nextCheck = at;
    disposals.add(cell, at);
  }

  /** Returns the policy that decides how long a session is kept. */
  RetentionPolicy policy(Session session, RetentionPolicy fallback) {
    return organizationToWrite(session.organizationId())
        .policies
        .resolve(session.retentionPolicyId(), fallback);
  }

  /** Writes an ended session whose outcome may have changed. Call under its monitor. */
  void restamp(SessionCell cell, Session after, RetentionPolicy policy) {
    boolean isRetimed = RetentionRules.isRetimed(cell.row, after);
    cell.row = after;
    if (isRetimed) {
      setDisposal(cell, RetentionRules.nextCheck(after, policy, after.retentionExpiresAt()));
    }
  }

  @Nullable SessionCell cell(SessionKey key) {
    Organization organization = organizations.get(key.organizationId());
    return organization == null ? null : organization.sessions.get(key.sessionId());
  }

  /** Returns the session, or what a purge has left for deliveries under this id. */
  @Nullable SessionCell chainCell(SessionKey key) {
    SessionCell cell = cell(key);
    Organization organization = organizations.get(key.organizationId());
    return cell != null || organization == null ? cell : organization.purged.get(key.sessionId());
  }

  /** Returns the result of the work on a session, done under its monitor. */
  <T> T locked(SessionKey key, T missing, Function<SessionCell, T> work) {
    return locked(cell(key), missing, work);
  }

  /** Returns the result of the work on a cell, done under its monitor. */
  <T> T locked(@Nullable SessionCell cell, T missing, Function<SessionCell, T> work) {
    if (cell == null) {
      return missing;
    }
    synchronized (cell) {
      return cell.gone ? missing : work.apply(cell);
    }
  }

  /** Changes one session after another, each under its monitor; returns how many were changed. */
  <T> int count(List<T> changes, Function<T, SessionKey> key, BiPredicate<T, SessionCell> change) {
    int changed = 0;
    for (T it : changes) {
      changed += locked(key.apply(it), false, cell -> change.test(it, cell)) ? 1 : 0;
    }
    return changed;
  }
}
