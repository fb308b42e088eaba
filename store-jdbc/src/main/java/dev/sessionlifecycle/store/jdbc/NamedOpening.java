package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.OpenRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Opens many sessions that have external ids, in as many statements as for one. Only what is rare
 * takes statements of its own: an end that came before the start, and an external id that comes
 * twice in the list.
 */
final class NamedOpening {

  /** Writes those for which nothing but their own ids can be in the way. */
  interface Plain {
    Map<UUID, OpenResult> open(Tx tx, UUID organizationId, List<OpenIntent> intents);
  }

  /**
   * One to open.
   *
   * @param key what its external id is looked up by
   */
  record Named(int place, OpenIntent intent, String key) {
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

  private final Tables tables;
  private final Opening opening;
  private final Plain plain;

  NamedOpening(Tables tables, Opening opening, Plain plain) {
    this.tables = tables;
    this.opening = opening;
    this.plain = plain;
  }

  /**
   * Opens sessions of one organization, within one transaction.
   *
   * @param inOrder in the order of their keys; of two with the same the first is opened
   */
  Map<UUID, OpenResult> open(Tx tx, List<Named> inOrder) {
    UUID organizationId = inOrder.get(0).organizationId();
    Map<UUID, OpenResult> results = known(tx, organizationId, inOrder);
    Map<String, Named> first = new LinkedHashMap<>();
    List<Named> again = new ArrayList<>();
    for (Named named : inOrder) {
      if (!results.containsKey(named.id()) && first.putIfAbsent(named.key(), named) != null) {
        again.add(named);
      }
    }
    Map<String, ExternalRefTable.Entry> entries =
        tables.externalRefs().lockAll(tx, organizationId, first.keySet());
    Map<UUID, Session> owners = owners(tx, organizationId, entries);
    Map<String, Named> fresh = new LinkedHashMap<>();
    List<Named> oneByOne = new ArrayList<>();
    first.forEach(
        (key, named) -> {
          ExternalRefTable.Entry entry = entries.get(key);
          Session owner = entry == null ? null : owners.get(entry.session());
          if (entry == null) {
            fresh.put(key, named);
          } else if (owner != null) {
            results.put(named.id(), OpenRules.existing(owner));
          } else {
            oneByOne.add(named);
          }
        });
    if (!fresh.isEmpty()) {
      results.putAll(openFresh(tx, organizationId, fresh));
    }
    oneByOne.addAll(again);
    oneByOne.forEach(named -> results.put(named.id(), opening.open(tx, named.intent())));
    return results;
  }

  /** Under ids that nothing stands under. */
  private Map<UUID, OpenResult> openFresh(Tx tx, UUID organizationId, Map<String, Named> fresh) {
    tables.externalRefs().insertAll(tx, organizationId, fresh);
    // In the order in which all write sessions, which is not that of the external ids.
    List<OpenIntent> intents =
        fresh.values().stream()
            .sorted(Comparator.comparing(Named::session, LockOrder.KEYS))
            .map(Named::intent)
            .toList();
    Map<UUID, OpenResult> written = plain.open(tx, organizationId, intents);
    if (!written.values().stream().allMatch(OpenResult.Opened.class::isInstance)) {
      throw new RaceLost(); // one was opened meanwhile, and must not get this external id as well
    }
    return written;
  }

  private Map<UUID, OpenResult> known(Tx tx, UUID organizationId, List<Named> inOrder) {
    List<UUID> ids = inOrder.stream().map(Named::id).toList();
    Map<UUID, OpenResult> results = new HashMap<>();
    for (Session there : tables.sessions().findAll(tx, organizationId, tx.array("uuid", ids))) {
      results.put(there.id(), OpenRules.existing(there));
    }
    return results;
  }

  private Map<UUID, Session> owners(
      Tx tx, UUID organizationId, Map<String, ExternalRefTable.Entry> entries) {
    List<UUID> ids = new ArrayList<>();
    entries
        .values()
        .forEach(
            entry -> {
              if (entry.session() != null) {
                ids.add(entry.session());
              }
            });
    Map<UUID, Session> owners = new HashMap<>();
    if (!ids.isEmpty()) {
      tables
          .sessions()
          .findAll(tx, organizationId, tx.array("uuid", ids))
          .forEach(session -> owners.put(session.id(), session));
    }
    return owners;
  }
}
