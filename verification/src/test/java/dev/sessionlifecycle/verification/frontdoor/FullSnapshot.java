package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Everything that can be read through the public API. */
final class FullSnapshot {
  private static final int PAGE = 5;

  private FullSnapshot() {}

  static Map<String, Object> of(LifecycleUnderTest front) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < 2; i++) {
      String where = "organization " + i + ": ";
      UUID organization = front.world.organization(i);
      OrganizationRetention retention = front.retention(i);
      List<Session> sessions = sessions(front.sessions(i));
      all.put(where + "sessions", sessions);
      sessions.forEach(it -> all.put(where + "session " + it.id(), session(front, it)));
      all.put(where + "counts", front.sessions(i).count(SessionFilter.all()));
      all.put(where + "holds", holds(retention));
      all.put(where + "receipts", receipts(retention));
      all.put(where + "default policy", retention.defaultPolicy());
      all.put(
          where + "policies",
          IntStream.range(0, 4).mapToObj(n -> retention.policy(front.world.policy(n))).toList());
      all.put(
          where + "parked",
          front.lifecycle.finalizer().parked(organization, ParkedFilter.all(), null, 100));
    }
    all.put("finalizer", ComparableAnswers.of(front.lifecycle.finalizer().snapshot()));
    all.put("due", front.lifecycle.housekeeping().preview(1_000));
    return all;
  }

  static List<Session> sessions(OrganizationSessions sessions) {
    List<Session> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Session> page = sessions.list(SessionFilter.all(), cursor, 2);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static List<Object> session(LifecycleUnderTest front, Session session) {
    int which = session.organizationId().equals(front.world.organization(0)) ? 0 : 1;
    OrganizationSessions sessions = front.sessions(which);
    OrganizationRetention retention = front.retention(which);
    UUID id = session.id();
    return List.of(
        sessions.get(id),
        sessions.messages(id),
        sessions.history(id),
        sessions.evals().list(id, null, PAGE),
        sessions.evals().list(id, null, PAGE).stream()
            .map(it -> sessions.evals().find(id, it.id()))
            .toList(),
        sessions.explain(id),
        retention.explain(id),
        retention.holdsOn(id),
        retention.archived(id));
  }

  private static List<Hold> holds(OrganizationRetention retention) {
    return all(after -> retention.holds(after, PAGE), Hold::id);
  }

  static List<Receipt> receipts(OrganizationRetention retention) {
    return all(after -> retention.receipts(after, PAGE), Receipt::id);
  }

  private interface Pages<T> {
    List<T> after(@Nullable UUID last);
  }

  private static <T> List<T> all(Pages<T> pages, Function<T, UUID> id) {
    List<T> all = new ArrayList<>();
    @Nullable UUID after = null;
    List<T> page;
    do {
      page = pages.after(after);
      all.addAll(page);
      after = page.isEmpty() ? null : id.apply(page.get(page.size() - 1));
    } while (page.size() == PAGE);
    return all;
  }
}
