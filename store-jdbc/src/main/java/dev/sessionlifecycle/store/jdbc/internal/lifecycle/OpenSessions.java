package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.OpenRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions.LostRaceException;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens many sessions. Those that can only collide by their own id and their external id are
 * written together, in as many statements as a single one needs; the others are opened one by one.
 */
public final class OpenSessions {
  /** The maximum number of sessions in one transaction. */
  private static final int MOST = 200;

  /** The order in which external ids are written, so that no two calls deadlock. */
  private static final Comparator<Item> BY_EXTERNAL_KEY =
      Comparator.comparing(Item::organizationId, IdOrder.UNSIGNED).thenComparing(Item::externalKey);

  private final Transactions transactions;
  private final SessionTable sessions;
  private final HistoryTable history;
  private final ExternalRefTable externalRefs;
  private final OpenSession opening;

  public OpenSessions(
      Transactions transactions,
      SessionTable sessions,
      HistoryTable history,
      ExternalRefTable externalRefs,
      OpenSession opening) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.history = history;
    this.externalRefs = externalRefs;
    this.opening = opening;
  }

  /**
   * A session to open.
   *
   * @param place the index of its intent in the caller's list
   * @param externalKey the key of its external id; empty if it has none
   */
  private record Item(int place, OpenIntent intent, String externalKey) {
    UUID organizationId() {
      return intent.draft().organizationId();
    }

    UUID id() {
      return intent.draft().id();
    }

    SessionKey session() {
      return new SessionKey(organizationId(), id());
    }
  }

  /**
   * Opens the sessions in as few transactions as possible.
   *
   * @param one opens a single session
   */
  public List<OpenResult> openAll(List<OpenIntent> intents, Function<OpenIntent, OpenResult> one) {
    Map<SessionKey, Integer> times = new HashMap<>();
    intents.forEach(intent -> times.merge(key(intent), 1, Integer::sum));
    @Nullable OpenResult[] results = new OpenResult[intents.size()];
    List<Item> plain = new ArrayList<>();
    List<Item> named = new ArrayList<>();
    for (int place = 0; place < intents.size(); place++) {
      OpenIntent intent = intents.get(place);
      boolean isNew =
          intent.policy() == OpenPolicy.ALWAYS_NEW && times.getOrDefault(key(intent), 0) == 1;
      if (isNew && intent.draft().externalRef() == null) {
        plain.add(new Item(place, intent, ""));
      } else if (isNew) {
        named.add(new Item(place, intent, externalKey(intent.draft())));
      } else {
        // It may close or reuse a session that precedes it in the list.
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

  private void write(List<Item> plain, List<Item> named, @Nullable OpenResult[] results) {
    plain.sort(Comparator.comparing(Item::session, LockOrder.KEYS));
    write(plain, results, (tx, part) -> openPlain(tx, part));
    // The sort is stable: of two intents with the same external id, the first in the list stays
    // first.
    named.sort(BY_EXTERNAL_KEY);
    write(named, results, (tx, part) -> openNamed(tx, part));
  }

  private void write(
      List<Item> items,
      @Nullable OpenResult[] results,
      BiFunction<Transaction, List<Item>, Map<UUID, OpenResult>> open) {
    for (int from = 0; from < items.size(); ) {
      List<Item> part = List.copyOf(items.subList(from, end(items, from)));
      Map<UUID, OpenResult> opened = transactions.together(tx -> open.apply(tx, part));
      part.forEach(item -> results[item.place()] = opened.get(item.id()));
      from += part.size();
    }
    items.clear();
  }

  /** Returns the end of the part that begins here: one organization, limited in size. */
  private static int end(List<Item> items, int from) {
    int end = from + 1;
    while (end < items.size()
        && end - from < MOST
        && items.get(end).organizationId().equals(items.get(from).organizationId())) {
      end++;
    }
    return end;
  }

  private Map<UUID, OpenResult> openPlain(Transaction tx, List<Item> inOrder) {
    Map<UUID, OpenResult> results = existing(tx, inOrder);
    Instant now = tx.now();
    Map<Session, Optional<Instant>> sweepDueAt = new LinkedHashMap<>();
    Map<Session, String> openedBy = new LinkedHashMap<>();
    for (Item item : inOrder) {
      if (!results.containsKey(item.id())) {
        Session session = SessionRules.opened(item.intent().draft(), now);
        sweepDueAt.put(
            session, Optional.ofNullable(item.intent().firstCheckAfter()).map(now::plus));
        openedBy.put(
            session, StoringRules.triggeredBy(session.storing(), item.intent().triggeredBy()));
        results.put(session.id(), new OpenResult.Opened(session));
      }
    }
    if (!openedBy.isEmpty()) {
      sessions.insertAll(tx, sweepDueAt);
      history.insertOpened(tx, openedBy);
    }
    return results;
  }

  /**
   * Opens sessions with external ids. Only the rare cases take statements of their own: an end that
   * was reported before the start, and an external id that occurs twice in the list.
   */
  private Map<UUID, OpenResult> openNamed(Transaction tx, List<Item> inOrder) {
    UUID organizationId = inOrder.get(0).organizationId();
    Map<UUID, OpenResult> results = existing(tx, inOrder);
    Map<String, Item> first = new LinkedHashMap<>();
    List<Item> again = new ArrayList<>();
    for (Item item : inOrder) {
      if (!results.containsKey(item.id()) && first.putIfAbsent(item.externalKey(), item) != null) {
        again.add(item);
      }
    }
    Map<String, ExternalRefTable.Entry> entries =
        externalRefs.lockAll(tx, organizationId, first.keySet());
    Map<UUID, Session> owners = owners(tx, organizationId, entries);
    List<Item> fresh = new ArrayList<>();
    List<Item> oneByOne = new ArrayList<>();
    first.forEach(
        (key, item) -> {
          ExternalRefTable.Entry entry = entries.get(key);
          Session owner = entry == null ? null : owners.get(entry.session());
          if (entry == null) {
            fresh.add(item);
          } else if (owner != null) {
            results.put(item.id(), OpenRules.existing(owner));
          } else {
            oneByOne.add(item);
          }
        });
    if (!fresh.isEmpty()) {
      results.putAll(openFresh(tx, organizationId, fresh));
    }
    oneByOne.addAll(again);
    oneByOne.forEach(item -> results.put(item.id(), opening.open(tx, item.intent())));
    return results;
  }

  /** Opens sessions under external ids that have no entry yet. */
  private Map<UUID, OpenResult> openFresh(Transaction tx, UUID organizationId, List<Item> fresh) {
    Map<String, UUID> ids = new LinkedHashMap<>();
    fresh.forEach(item -> ids.put(item.externalKey(), item.id()));
    externalRefs.insertAll(tx, organizationId, ids);
    // Sessions are written in lock order, which differs from the order of the external ids.
    List<Item> inOrder =
        fresh.stream().sorted(Comparator.comparing(Item::session, LockOrder.KEYS)).toList();
    Map<UUID, OpenResult> written = openPlain(tx, inOrder);
    if (!written.values().stream().allMatch(OpenResult.Opened.class::isInstance)) {
      throw new LostRaceException(); // opened meanwhile; must not also get this id
    }
    return written;
  }

  private Map<UUID, OpenResult> existing(Transaction tx, List<Item> items) {
    UUID organizationId = items.get(0).organizationId();
    List<UUID> ids = items.stream().map(Item::id).toList();
    Map<UUID, OpenResult> results = new HashMap<>();
    for (Session session : sessions.findAll(tx, organizationId, tx.array("uuid", ids))) {
      results.put(session.id(), OpenRules.existing(session));
    }
    return results;
  }

  private Map<UUID, Session> owners(
      Transaction tx, UUID organizationId, Map<String, ExternalRefTable.Entry> entries) {
    List<UUID> ids = new ArrayList<>();
    for (ExternalRefTable.Entry entry : entries.values()) {
      if (entry.session() != null) {
        ids.add(entry.session());
      }
    }
    Map<UUID, Session> owners = new HashMap<>();
    if (!ids.isEmpty()) {
      sessions
          .findAll(tx, organizationId, tx.array("uuid", ids))
          .forEach(session -> owners.put(session.id(), session));
    }
    return owners;
  }

  private String externalKey(Session draft) {
    ExternalRef ref = Objects.requireNonNull(draft.externalRef(), "externalRef");
    return externalRefs.key(draft.organizationId(), ref);
  }

  private static SessionKey key(OpenIntent intent) {
    return SessionKey.of(intent.draft());
  }
}
