package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Commands of a sweep over live sessions. */
sealed interface TimeCommand extends StoreCommand {

  /** Reads live sessions that are due. */
  record ListDueSweeps(int organization, int limit) implements TimeCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SweepStore.SweepCandidates looks = due(subject, organization, limit);
      return List.of(
          looks.now(),
          subject.store.sweeps().now(),
          looks.candidates().stream()
              .map(it -> List.of(it.session(), it.dueAt(), owner(subject, it)))
              .toList());
    }

    private static Object owner(CommandTarget subject, SweepStore.SweepCandidate look) {
      SweepStore.Owner owner = look.owner();
      return owner == null
          ? "nobody"
          : List.of(
              subject.placeOwner(Scenario.key(look.session()), owner.token()),
              owner.until(),
              owner.recoveries());
    }
  }

  private static SweepStore.SweepCandidates due(
      CommandTarget subject, int organization, int limit) {
    DueQuery request = new DueQuery(limit, 2, subject.world.organization(organization));
    return subject.store.sweeps().due(request);
  }

  /**
   * Reschedules due checks; {@code seconds} from now, never if below 0.
   *
   * @param seen whether the expected time is the current one; otherwise as if another caller had
   *     changed it meanwhile
   */
  record Reschedule(int organization, int limit, int seconds, boolean seen) implements TimeCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      Instant at = seconds < 0 ? null : subject.at(seconds);
      return subject
          .store
          .sweeps()
          .reschedule(
              due(subject, organization, limit).candidates().stream()
                  .map(
                      it ->
                          new SweepStore.Reschedule(
                              Scenario.key(it.session()), it.dueAt().plusSeconds(seen ? 0 : 1), at))
                  .toList());
    }
  }

  /** Makes live sessions due, those after a given one or from the first on. */
  record MarkAllDue(int organization, int session, boolean first, int limit)
      implements TimeCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey after = first ? null : subject.world.key(organization, session);
      return subject.store.sweeps().markAllDue(after, limit);
    }
  }

  /** Deletes early ends whose sessions never opened. */
  record ForgetEarlyEnds(int limit, boolean dryRun) implements TimeCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.sweeps().forgetEarlyEnds(limit, dryRun);
    }
  }

  /** Takes over the lease of a session; {@code lease} counts back from the last one granted. */
  record TakeOver(int lease, int seconds) implements TimeCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef lapsed = subject.owner(lease);
      OptionalLong token =
          subject
              .store
              .sweeps()
              .takeOver(
                  lapsed.session(),
                  lapsed.token(),
                  new UUID(2, 3),
                  Duration.ofSeconds(seconds),
                  subject.at(0));
      return token.isPresent()
          ? subject.rememberOwner(lapsed.session(), token.getAsLong())
          : "not taken";
    }
  }
}
