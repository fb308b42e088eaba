package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.DisposalStore.RetentionChange;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recalculates the retention of the ended sessions of an organization, batch by batch. */
record RetentionRecalculation(UUID organizationId, SessionStore store, LifecycleContext wiring) {
  /** How many sessions are read or stamped at a time. */
  static final int PAGE = 500;

  int run(boolean mayShorten) {
    PolicyCache book = new PolicyCache(store.policies(), wiring.closeDefaults().defaultPolicy());
    int[] changed = {0};
    pages(
        store,
        organizationId,
        SessionFilter.all()
            .withStatuses(
                SessionStatus.all().stream()
                    .filter(SessionStatus::isTerminal)
                    .collect(Collectors.toSet())),
        page -> changed[0] += restamp(page, book, mayShorten));
    return changed[0];
  }

  /** Changes the dates of sessions, and when those whose date stays are looked at next. */
  private int restamp(List<Session> page, PolicyCache book, boolean mayShorten) {
    List<RetentionChange> changes = new ArrayList<>();
    List<RetentionChange> looks = new ArrayList<>();
    for (Session session : page) {
      RetentionPolicy policy = book.of(session).policy();
      if (!session.anonymized() || session.retentionExpiresAt() != null) {
        RetentionChange change = stamp(session, policy, mayShorten);
        if (!Objects.equals(change.seen(), change.until())) {
          changes.add(change);
        } else if (policy.archiveAt(session).isPresent()
            || policy.anonymizeAt(session).isPresent()) {
          looks.add(change);
        }
      }
    }
    store.disposals().changeRetention(looks);
    return store.disposals().changeRetention(changes);
  }

  private static RetentionChange stamp(
      Session session, RetentionPolicy policy, boolean mayShorten) {
    Instant until = RetentionRules.recalculated(session, policy, mayShorten);
    return new RetentionChange(
        SessionKey.of(session),
        session.retentionExpiresAt(),
        until,
        RetentionRules.nextCheck(session, policy, until));
  }

  /** Reads every session that matches a filter, page by page, newest first. */
  static void pages(
      SessionStore store, UUID organization, SessionFilter filter, Consumer<List<Session>> read) {
    ListIntent.@Nullable Position after = null;
    List<Session> page;
    do {
      page = store.list(new ListIntent(organization, filter, after, PAGE));
      if (!page.isEmpty()) {
        Session last = page.get(page.size() - 1);
        after = new ListIntent.Position(last.createdAt(), last.id());
        read.accept(page);
      }
    } while (page.size() == PAGE);
  }
}
