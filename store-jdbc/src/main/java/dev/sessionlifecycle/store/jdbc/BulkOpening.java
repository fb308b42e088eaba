package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.OpenRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 * Opens many sessions. Those for which nothing but their own id and their external id can be in the
 * way are written together; the others one by one.
 */
final class BulkOpening {
  /** The most sessions of one transaction. */
  private static final int MOST = 200;

  /** The order in which all who open many write external ids, so that nobody waits in a circle. */
  private static final Comparator<NamedOpening.Named> REFS =
      Comparator.comparing(NamedOpening.Named::organizationId, IdOrder.UNSIGNED)
          .thenComparing(NamedOpening.Named::key);

  private final Units units;
  private final Tables tables;
  private final NamedOpening naming;
  private final Function<OpenIntent, OpenResult> one;

  BulkOpening(Units units, Tables tables, Opening opening, Function<OpenIntent, OpenResult> one) {
    this.units = units;
    this.tables = tables;
    this.naming = new NamedOpening(tables, opening, this::open);
    this.one = one;
  }

  List<OpenResult> openAll(List<OpenIntent> intents) {
    Map<SessionKey, Integer> times = new HashMap<>();
    intents.forEach(intent -> times.merge(key(intent), 1, Integer::sum));
    @Nullable OpenResult[] results = new OpenResult[intents.size()];
    Map<UUID, List<Rounds.Placed<OpenIntent>>> plain = new LinkedHashMap<>();
    List<NamedOpening.Named> named = new ArrayList<>();
    for (int place = 0; place < intents.size(); place++) {
      OpenIntent intent = intents.get(place);
      boolean isNew =
          intent.policy() == OpenPolicy.ALWAYS_NEW && times.getOrDefault(key(intent), 0) == 1;
      if (isNew && intent.draft().externalRef() == null) {
        plain
            .computeIfAbsent(intent.draft().organizationId(), it -> new ArrayList<>())
            .add(new Rounds.Placed<>(place, intent));
      } else if (isNew) {
        named.add(new NamedOpening.Named(place, intent, externalKey(intent.draft())));
      } else {
        // It may end what stands before it in the list, and answers as if that had been opened.
        write(plain, named, results);
        results[place] = one.apply(intent);
      }
    }
    write(plain, named, results);
    List<OpenResult> all = new ArrayList<>(results.length);
    for (OpenResult result : results) {
      all.add(Objects.requireNonNull(result, "result"));
    }
    return all;
  }

  private void write(
      Map<UUID, List<Rounds.Placed<OpenIntent>>> plain,
      List<NamedOpening.Named> named,
      @Nullable OpenResult[] results) {
    plain.forEach((organization, group) -> open(organization, group, results));
    plain.clear();
    openNamed(named, results);
    named.clear();
  }

  /** Of two with one external id the first in the list stays the first. */
  private void openNamed(List<NamedOpening.Named> named, @Nullable OpenResult[] results) {
    named.sort(REFS);
    for (int from = 0; from < named.size(); ) {
      List<NamedOpening.Named> part = List.copyOf(named.subList(from, end(named, from)));
      Map<UUID, OpenResult> opened = units.together(tx -> naming.open(tx, part));
      part.forEach(it -> results[it.place()] = opened.get(it.id()));
      from += part.size();
    }
  }

  /** Where a part ends that begins here: it is of one organization. */
  private static int end(List<NamedOpening.Named> named, int from) {
    int end = from + 1;
    while (end < named.size()
        && end - from < MOST
        && named.get(end).organizationId().equals(named.get(from).organizationId())) {
      end++;
    }
    return end;
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

  private Map<UUID, OpenResult> open(Tx tx, UUID organization, List<OpenIntent> inOrder) {
    List<UUID> ids = inOrder.stream().map(intent -> intent.draft().id()).toList();
    Map<UUID, OpenResult> results = new HashMap<>();
    for (Session there : tables.sessions().findAll(tx, organization, tx.array("uuid", ids))) {
      results.put(there.id(), OpenRules.existing(there));
    }
    Instant now = tx.now();
    Map<Session, Optional<Instant>> checks = new LinkedHashMap<>();
    Map<Session, String> openedBy = new LinkedHashMap<>();
    for (OpenIntent intent : inOrder) {
      if (!results.containsKey(intent.draft().id())) {
        Session session = SessionRules.opened(intent.draft(), now);
        checks.put(session, Optional.ofNullable(intent.firstCheckAfter()).map(now::plus));
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

  private String externalKey(Session draft) {
    ExternalRef ref = Objects.requireNonNull(draft.externalRef(), "externalRef");
    return tables.externalRefs().key(draft.organizationId(), ref);
  }

  private static SessionKey key(OpenIntent intent) {
    return new SessionKey(intent.draft().organizationId(), intent.draft().id());
  }
}
