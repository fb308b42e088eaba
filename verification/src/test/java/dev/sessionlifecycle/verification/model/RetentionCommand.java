package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Commands about ended sessions: holds, due checks, disposals. */
sealed interface RetentionCommand extends StoreCommand {

  /** Places a hold on a session, an end user or an organization, in this order. */
  record PlaceHold(int organization, int hold, int scope, int of) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      CommandIds world = subject.world;
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
  record ReleaseHold(int organization, int hold) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      UUID organizationId = subject.world.organization(organization);
      UUID id = subject.world.message(hold);
      return List.of(
          subject.store.holds().release(organizationId, id, "by", subject.at(0)),
          subject.store.holds().list(organizationId, true, null, 10),
          subject.store.holds().list(organizationId, false, id, 2));
    }
  }

  /** Disposes of sessions. */
  record Dispose(
      int organization,
      List<Integer> sessions,
      Receipt.Kind kind,
      boolean archivedOnly,
      boolean isEarly,
      boolean recordingsDeleted,
      int receipt)
      implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      DisposalIntent intent =
          new DisposalIntent(
              subject.world.organization(organization),
              sessions.stream().map(subject.world::session).distinct().toList(),
              kind,
              archivedOnly,
              Duration.ofMinutes(1),
              isEarly ? Duration.ofSeconds(30) : null,
              isEarly,
              recordingsDeleted,
              new UUID(receipt, subject.at(0).toEpochMilli()),
              null,
              "by",
              isEarly ? "why" : null);
      Map<UUID, DisposalReply.Refusal> expected = subject.store.disposals().refusals(intent);
      DisposalReply reply = subject.store.disposals().dispose(intent);
      Receipt written = reply.receipt();
      return List.of(
          List.copyOf(new java.util.TreeSet<>(reply.done())),
          reply.refused(),
          expected.equals(reply.refused()),
          Optional.ofNullable(written));
    }
  }

  /** Marks sessions as archived. */
  record Archived(int organization, List<Integer> sessions) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .disposals()
          .archived(
              subject.world.organization(organization),
              sessions.stream()
                  .distinct()
                  .map(
                      it ->
                          new DisposalStore.Archived(
                              subject.world.session(it),
                              it % 2 == 0 ? null : subject.at(0).plusSeconds(60)))
                  .toList());
    }
  }

  /** Reads ended sessions that are due, and postpones them. */
  record PostponeDue(int organization, int limit, int seconds) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      DisposalStore disposals = subject.store.disposals();
      var due = disposals.due(new DueQuery(limit, 2, subject.world.organization(organization)));
      int later =
          disposals.postpone(
              due.sessions().stream()
                  .map(
                      it ->
                          new DisposalStore.Postponement(
                              Scenario.key(it.session()), it.dueAt(), Duration.ofSeconds(seconds)))
                  .toList());
      return List.of(due, later);
    }
  }

  /**
   * Changes the retention of sessions to a number of days from their end, or to unlimited if below
   * 0.
   *
   * @param seen whether the expected stamps are the current ones; otherwise as if another caller
   *     had changed them meanwhile
   */
  record ChangeRetention(int organization, List<Integer> sessions, int days, boolean seen)
      implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .disposals()
          .changeRetention(
              sessions.stream().distinct().map(it -> retentionChange(subject, it)).toList());
    }

    private DisposalStore.RetentionChange retentionChange(CommandTarget subject, int session) {
      SessionKey key = subject.world.key(organization, session);
      Optional<Session> row = subject.store.find(key);
      Instant since = row.map(Session::statusSince).orElse(subject.at(0));
      Instant stands = row.map(Session::retentionExpiresAt).orElse(null);
      Instant until = days < 0 ? null : since.plus(Duration.ofDays(days));
      return new DisposalStore.RetentionChange(
          key, seen ? stands : since.plusSeconds(1), until, until);
    }
  }

  /** Records an erasure, one that was complete or one to be repeated, and reads the latter. */
  record RecordErasure(int organization, int user, boolean isComplete, int receipt)
      implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      UUID organizationId = subject.world.organization(organization);
      UUID userId = subject.world.user(user);
      Receipt unfinished =
          new Receipt(
              organizationId,
              new UUID(receipt, ~subject.at(0).toEpochMilli()),
              Receipt.Kind.ERASURE,
              null,
              "by",
              subject.at(0),
              0,
              0,
              0,
              0,
              1,
              "why",
              userId);
      DisposalStore disposals = subject.store.disposals();
      disposals.recordErasure(organizationId, userId, isComplete ? null : unfinished);
      List<Receipt> first = disposals.unfinishedErasures(organizationId, null, 1);
      return first.isEmpty()
          ? first
          : List.of(first, disposals.unfinishedErasures(organizationId, first.get(0).id(), 2));
    }
  }

  /** Counts the sessions that become due soon, up to some. */
  record CountDue(int organization, int seconds, int most) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject
          .store
          .disposals()
          .countDue(subject.world.organization(organization), Duration.ofSeconds(seconds), most);
    }
  }

  /** Reads receipts, two pages of them. */
  record Receipts(int organization, int limit) implements RetentionCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      UUID id = subject.world.organization(organization);
      List<Receipt> first = subject.store.disposals().receipts(id, null, limit);
      return first.isEmpty()
          ? first
          : List.of(
              first,
              subject.store.disposals().receipts(id, first.get(first.size() - 1).id(), limit));
    }
  }
}
