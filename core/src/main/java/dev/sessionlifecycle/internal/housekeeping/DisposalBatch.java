package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HousekeepingOptions;
import dev.sessionlifecycle.HousekeepingReport.Done;
import dev.sessionlifecycle.HousekeepingReport.NotDone;
import dev.sessionlifecycle.TriggeredBy;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.retention.Disposal;
import dev.sessionlifecycle.retention.Receipt;
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

/** Sessions to be disposed of, put together by what their policies say. For one run. */
final class DisposalBatch {
  private record Group(UUID organizationId, PolicyBook.Chosen chosen, Disposal how) {}

  private final Map<Group, List<DueSession>> groups = new LinkedHashMap<>();
  private final HousekeepingOptions options;

  private final Pace pace;

  DisposalBatch(HousekeepingOptions options, Pace pace) {
    this.options = options;
    this.pace = pace;
  }

  void add(DueSession due, PolicyBook.Chosen chosen, Disposal how) {
    groups
        .computeIfAbsent(
            new Group(due.session().organizationId(), chosen, how), group -> new ArrayList<>())
        .add(due);
  }

  void disposeAll(SessionStore store, Wiring wiring, Tally tally, List<Postponement> later) {
    groups.forEach(
        (group, sessions) ->
            pace.run(
                sessions,
                DueSession::session,
                part -> {
                  DisposalReply reply = store.disposals().dispose(intent(group, part, wiring));
                  tally.add(
                      group.how() == Disposal.PURGE ? Done.PURGED : Done.ANONYMIZED,
                      reply.done().size());
                  part.forEach(due -> refused(due, reply, tally, later));
                }));
  }

  /** One intent for each organization and policy, in the order in which they came. */
  List<DisposalIntent> intents(Wiring wiring) {
    return groups.entrySet().stream()
        .map(group -> intent(group.getKey(), group.getValue(), wiring))
        .toList();
  }

  private static DisposalIntent intent(Group group, List<DueSession> part, Wiring wiring) {
    return new DisposalIntent(
        group.organizationId(),
        part.stream().map(due -> due.session().id()).toList(),
        group.how() == Disposal.PURGE ? Receipt.Kind.PURGE : Receipt.Kind.ANONYMIZE,
        group.chosen().policy().archiveAfter().isPresent(),
        group.chosen().policy().purgeParkedAfter().orElse(null),
        wiring.ids().get(),
        group.chosen().id(),
        TriggeredBy.HOUSEKEEPING);
  }

  private void refused(DueSession due, DisposalReply reply, Tally tally, List<Postponement> later) {
    Refusal why = reply.refused().get(due.session().id());
    if (why == null) {
      return;
    }
    tally.add(
        why == Refusal.HELD
            ? NotDone.HELD
            : why == Refusal.UNFINISHED ? NotDone.UNFINISHED : NotDone.RACED);
    if (why == Refusal.HELD || why == Refusal.UNFINISHED) {
      later.add(
          new Postponement(
              new SessionKey(due.session().organizationId(), due.session().id()),
              due.dueAt(),
              options.putOff()));
    }
  }
}
