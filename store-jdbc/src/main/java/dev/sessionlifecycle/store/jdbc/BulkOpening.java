package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.OpenPolicy;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.RowStamps;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens many sessions. Those for which nothing but their own id can be in the way are written
 * together; the others one by one.
 */
final class BulkOpening {
  /** The most sessions of one transaction. */
  private static final int MOST = 200;

  private final Units units;
  private final Tables tables;
  private final Function<OpenIntent, OpenResult> one;

  BulkOpening(Units units, Tables tables, Function<OpenIntent, OpenResult> one) {
    this.units = units;
    this.tables = tables;
    this.one = one;
  }

  List<OpenResult> openAll(List<OpenIntent> intents) {
    Map<SessionKey, Integer> times = new HashMap<>();
    intents.forEach(intent -> times.merge(key(intent), 1, Integer::sum));
    @Nullable OpenResult[] results = new OpenResult[intents.size()];
    Map<UUID, List<Rounds.Placed<OpenIntent>>> plain = new LinkedHashMap<>();
    for (int place = 0; place < intents.size(); place++) {
      OpenIntent intent = intents.get(place);
      if (isPlain(intent) && times.getOrDefault(key(intent), 0) == 1) {
        plain
            .computeIfAbsent(intent.draft().organizationId(), it -> new ArrayList<>())
            .add(new Rounds.Placed<>(place, intent));
      } else {
        // It may end what stands before it in the list, and answers as if that had been opened.
        write(plain, results);
        results[place] = one.apply(intent);
      }
    }
    write(plain, results);
    List<OpenResult> all = new ArrayList<>(results.length);
    for (OpenResult result : results) {
      all.add(Objects.requireNonNull(result, "result"));
    }
    return all;
  }

  private void write(
      Map<UUID, List<Rounds.Placed<OpenIntent>>> plain, @Nullable OpenResult[] results) {
    plain.forEach((organization, group) -> open(organization, group, results));
    plain.clear();
  }

  private void open(
      UUID organization, List<Rounds.Placed<OpenIntent>> group, @Nullable OpenResult[] results) {
    group.sort((a, b) -> LockOrder.KEYS.compare(key(a.intent()), key(b.intent())));
    for (int from = 0; from < group.size(); from += MOST) {
      List<Rounds.Placed<OpenIntent>> part =
          group.subList(from, Math.min(group.size(), from + MOST));
      Map<UUID, OpenResult> opened =
          units.together(
              tx -> open(tx, organization, part.stream().map(Rounds.Placed::intent).toList()));
      part.forEach(it -> results[it.place()] = opened.get(it.intent().draft().id()));
    }
  }

  private Map<UUID, OpenResult> open(Tx tx, UUID organization, Collection<OpenIntent> inOrder) {
    List<UUID> ids = inOrder.stream().map(intent -> intent.draft().id()).toList();
    Map<UUID, OpenResult> results = new HashMap<>();
    for (Session there : tables.sessions().findAll(tx, organization, tx.array("uuid", ids))) {
      results.put(there.id(), Opening.known(there));
    }
    Instant now = tx.now();
    Map<Session, Optional<Instant>> checks = new LinkedHashMap<>();
    Map<Session, String> openedBy = new LinkedHashMap<>();
    for (OpenIntent intent : inOrder) {
      if (!results.containsKey(intent.draft().id())) {
        Session session = RowStamps.opened(intent.draft(), now);
        checks.put(session, Optional.ofNullable(intent.checkIn()).map(now::plus));
        openedBy.put(session, intent.triggeredBy());
        results.put(session.id(), new OpenResult.Opened(session));
      }
    }
    if (!checks.isEmpty()) {
      tables.sessions().insertAll(tx, checks);
      tables.details().insertAll(tx, checks.keySet());
      tables.history().insertOpened(tx, openedBy);
    }
    return results;
  }

  private static boolean isPlain(OpenIntent intent) {
    return intent.policy() == OpenPolicy.ALWAYS_NEW && intent.draft().externalRef() == null;
  }

  private static SessionKey key(OpenIntent intent) {
    return new SessionKey(intent.draft().organizationId(), intent.draft().id());
  }
}
