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
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Instant;
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
        page ->
            changed[0] +=
                store
                    .disposals()
                    .changeRetention(
                        page.stream()
                            .filter(it -> !it.endUserId().equals(Anonymizer.ANONYMOUS_USER))
                            .map(it -> stamp(it, book.of(it).policy(), mayShorten))
                            .filter(it -> !Objects.equals(it.seen(), it.until()))
                            .toList()));
    return changed[0];
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
