package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SeriesIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Commands that read. */
sealed interface ReadCommand extends StoreCommand {

  /** Reads everything about a session. */
  record Find(int organization, int session) implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.everything(subject.world.key(organization, session));
    }
  }

  /** Finds a session by its external id. */
  record FindByRef(int organization, int ref) implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.findByExternalRef(
          subject.world.organization(organization), subject.world.ref(ref));
    }
  }

  /** Reads some messages and history entries. */
  record Page(int organization, int session, int after, int limit) implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      var key = subject.world.key(organization, session);
      return List.of(
          subject.store.messages(key, after, limit), subject.store.history(key, after, limit));
    }
  }

  /** Counts sessions by spans of the time of their creation. */
  record Series(int organization, int minutes, int spans) implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      Instant to = subject.at(1);
      Duration bucket = Duration.ofMinutes(1 + minutes);
      Instant from = to.minus(bucket.multipliedBy(1 + spans)).plusMillis(17);
      return subject.store.series(
          new SeriesIntent(
              subject.world.organization(organization),
              SessionFilter.all().withCreated(from, to),
              from,
              to,
              bucket));
    }
  }

  /** Counts sessions. */
  record Count(int organization, List<SessionStatus> statuses, int user) implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      return subject.store.count(
          subject.world.organization(organization), filter(subject, statuses, user));
    }
  }

  /** Returns a filter; {@code user} selects one end user unless it is below 0. */
  static SessionFilter filter(CommandTarget subject, List<SessionStatus> statuses, int user) {
    SessionFilter filter = SessionFilter.all().withStatuses(java.util.Set.copyOf(statuses));
    return user < 0 ? filter : filter.withEndUser(subject.world.user(user));
  }

  /** Lists sessions, two pages of them. */
  record Listing(int organization, List<SessionStatus> statuses, int user, int limit)
      implements ReadCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionFilter filter = filter(subject, statuses, user);
      var id = subject.world.organization(organization);
      List<Session> first = subject.store.list(new ListIntent(id, filter, null, limit));
      if (first.isEmpty()) {
        return first;
      }
      Session last = first.get(first.size() - 1);
      var place = new ListIntent.Position(last.createdAt(), last.id());
      return List.of(first, subject.store.list(new ListIntent(id, filter, place, limit)));
    }
  }
}
