package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.DisposalStore.Postponement;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sessions to be disposed of, grouped by organization and policy. For one run. */
final class DisposalBatch {
  private record Group(UUID organizationId, PolicyCache.Chosen chosen, Disposal how) {}

  private final Map<Group, List<DueSession>> groups = new LinkedHashMap<>();
  private final HousekeepingOptions options;

  private final AdaptiveBatcher pace;
  private final LinkedDataEraser linked;

  DisposalBatch(HousekeepingOptions options, AdaptiveBatcher pace, LinkedDataEraser linked) {
    this.options = options;
    this.pace = pace;
    this.linked = linked;
  }

  void add(DueSession due, PolicyCache.Chosen chosen, Disposal how) {
    groups
        .computeIfAbsent(
            new Group(due.session().organizationId(), chosen, how), group -> new ArrayList<>())
        .add(due);
  }

  void disposeAll(
      SessionStore store,
      LifecycleContext wiring,
      HousekeepingReportBuilder tally,
      List<Postponement> later) {
    groups.forEach(
        (group, sessions) ->
            pace.run(
                sessions,
                DueSession::session,
                part -> prepared(group, part, wiring, tally, later),
                part -> {
                  DisposalReply reply = store.disposals().dispose(intent(group, part, wiring));
                  tally.add(
                      group.how() == Disposal.PURGE ? Done.PURGED : Done.ANONYMIZED,
                      reply.done().size());
                  part.forEach(due -> refused(due, reply.refused(), tally, later));
                }));
  }

  /** Returns the sessions of which nothing is left in other systems. */
  private List<DueSession> prepared(
      Group group,
      List<DueSession> part,
      LifecycleContext wiring,
      HousekeepingReportBuilder tally,
      List<Postponement> later) {
    LinkedDataEraser.Prepared prepared = linked.prepare(intent(group, part, wiring));
    List<DueSession> ready = new ArrayList<>();
    for (DueSession due : part) {
      UUID id = due.session().id();
      NotDone failed = prepared.failed().get(id);
      if (prepared.ready().contains(id)) {
        ready.add(due);
      } else if (failed != null) {
        tally.add(failed);
        later.add(postponed(due));
      }
      refused(due, prepared.refused(), tally, later);
    }
    return ready;
  }

  /** Returns one intent per group, in the order in which the groups were added. */
  List<DisposalIntent> intents(LifecycleContext wiring) {
    return groups.entrySet().stream()
        .map(group -> intent(group.getKey(), group.getValue(), wiring))
        .toList();
  }

  private DisposalIntent intent(Group group, List<DueSession> part, LifecycleContext wiring) {
    RetentionPolicy policy = group.chosen().policy();
    return new DisposalIntent(
        group.organizationId(),
        part.stream().map(due -> due.session().id()).toList(),
        group.how() == Disposal.PURGE ? Receipt.Kind.PURGE : Receipt.Kind.ANONYMIZE,
        policy.archiveAfter().isPresent(),
        policy.purgeParkedAfter().orElse(null),
        group.how() == Disposal.ANONYMIZE ? policy.anonymizeAfter().orElse(null) : null,
        policy.disposal() == Disposal.PURGE,
        linked.deletesRecordings(),
        wiring.ids().get(),
        group.chosen().id(),
        TriggeredBy.HOUSEKEEPING,
        null);
  }

  private void refused(
      DueSession due,
      Map<UUID, Refusal> refusals,
      HousekeepingReportBuilder tally,
      List<Postponement> later) {
    Refusal why = refusals.get(due.session().id());
    if (why == null) {
      return;
    }
    tally.add(
        why == Refusal.HELD
            ? NotDone.HELD
            : why == Refusal.UNFINISHED ? NotDone.UNFINISHED : NotDone.RACED);
    if (why == Refusal.HELD || why == Refusal.UNFINISHED) {
      later.add(postponed(due));
    }
  }

  private Postponement postponed(DueSession due) {
    return new Postponement(SessionKey.of(due.session()), due.dueAt(), options.postponeBlocked());
  }
}
