package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionFilter;
import dev.sessionlifecycle.internal.Wiring;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.Anonymized;
import dev.sessionlifecycle.spi.DisposalStore.Restamp;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stamps the ended sessions of an organization anew, batch by batch. */
final class Restamping {
  /** How many are read, or stamped, at once. */
  static final int PAGE = 500;

  private final UUID organizationId;
  private final SessionStore store;
  private final Wiring wiring;

  Restamping(UUID organizationId, SessionStore store, Wiring wiring) {
    this.organizationId = organizationId;
    this.store = store;
    this.wiring = wiring;
  }

  int run(boolean mayShorten) {
    PolicyBook book = new PolicyBook(store.policies(), wiring.terms().fallback());
    int[] changed = {0};
    pages(
        store,
        organizationId,
        SessionFilter.all()
            .statuses(
                SessionStatus.all().stream()
                    .filter(SessionStatus::isTerminal)
                    .collect(Collectors.toSet())),
        page ->
            changed[0] +=
                store
                    .disposals()
                    .restamp(
                        page.stream()
                            .filter(it -> !it.endUserId().equals(Anonymized.NOBODY))
                            .map(it -> stamp(it, book.of(it).policy(), mayShorten))
                            .filter(it -> !Objects.equals(it.seen(), it.until()))
                            .toList()));
    return changed[0];
  }

  private static Restamp stamp(Session session, RetentionPolicy policy, boolean mayShorten) {
    Instant until = RetentionDecision.restamped(session, policy, mayShorten);
    return new Restamp(
        SessionKey.of(session),
        session.retentionExpiresAt(),
        until,
        RetentionDecision.nextLook(session, policy, until));
  }

  /** Reads every session to which a filter applies, page by page, the newest first. */
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
