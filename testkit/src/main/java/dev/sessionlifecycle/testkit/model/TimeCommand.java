package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.FairRequest;
import dev.sessionlifecycle.spi.SweepStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Commands of time: looks, holds, disposals. The model predicts none of them. */
sealed interface TimeCommand extends Asking {

  /** Places a hold on a session, an end user or an organization, in this order. */
  record Place(int organization, int hold, int scope, int of) implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      World world = subject.world;
      HoldScope covered =
          switch (scope % 3) {
            case 0 -> HoldScope.session(world.session(of));
            case 1 -> HoldScope.endUser(world.user(of));
            default -> HoldScope.organization();
          };
      UUID organizationId = world.organization(organization);
      UUID id = world.message(hold);
      return List.of(
          subject
              .store
              .holds()
              .place(new Hold(organizationId, id, covered, "why", "by", subject.at(0), null, null)),
          subject.store.holds().covering(world.key(organization, of)));
    }
  }

  /** Releases a hold. */
  record Lift(int organization, int hold) implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      UUID organizationId = subject.world.organization(organization);
      UUID id = subject.world.message(hold);
      return List.of(
          subject.store.holds().release(organizationId, id, "by", subject.at(0)),
          subject.store.holds().list(organizationId, true, null, 10));
    }
  }

  /** Disposes of sessions. */
  record Dispose(
      int organization,
      List<Integer> sessions,
      Receipt.Kind kind,
      boolean archivedOnly,
      int receipt)
      implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      DisposalReply reply =
          subject
              .store
              .disposals()
              .dispose(
                  new DisposalIntent(
                      subject.world.organization(organization),
                      sessions.stream().map(subject.world::session).distinct().toList(),
                      kind,
                      archivedOnly,
                      Duration.ofMinutes(1),
                      new UUID(receipt, subject.at(0).toEpochMilli()),
                      null,
                      "by"));
      Receipt written = reply.receipt();
      return List.of(
          List.copyOf(new java.util.TreeSet<>(reply.done())),
          reply.refused(),
          written == null ? "none" : List.of(written.sessions(), written.messages()));
    }
  }

  /** An archive acknowledges sessions. */
  record Archived(int organization, List<Integer> sessions) implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      return subject
          .store
          .disposals()
          .archived(
              subject.world.organization(organization),
              sessions.stream().map(subject.world::session).distinct().toList());
    }
  }

  /** Looks at ended sessions that are due, and puts those looks off. */
  record LookBack(int organization, int limit, int seconds) implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      DisposalStore disposals = subject.store.disposals();
      var due = disposals.due(new FairRequest(limit, 2, subject.world.organization(organization)));
      int later =
          disposals.postpone(
              due.sessions().stream()
                  .map(
                      it ->
                          new DisposalStore.Postponement(
                              dev.sessionlifecycle.testkit.Scenario.key(it.session()),
                              it.dueAt(),
                              Duration.ofSeconds(seconds)))
                  .toList());
      return List.of(due, later);
    }
  }

  /** Looks at live sessions that are due. */
  record Look(int organization, int limit) implements TimeCommand {
    @Override
    public Object applyTo(Subject subject) {
      SweepStore.Looks looks =
          subject
              .store
              .sweeps()
              .due(new FairRequest(limit, 2, subject.world.organization(organization)));
      return looks.looks().stream().map(it -> List.of(it.session(), it.dueAt())).toList();
    }
  }
}
