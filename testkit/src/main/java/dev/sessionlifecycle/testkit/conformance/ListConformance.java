package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of listings: the newest first, page by page. */
abstract class ListConformance extends Conformance {
  private List<Session> list(SessionFilter filter) {
    return page(filter, null, 500);
  }

  private List<Session> page(SessionFilter filter, @Nullable Session after, int limit) {
    return store.list(
        new ListIntent(
            scene.organizationId(),
            filter,
            after == null ? null : new ListIntent.Position(after.createdAt(), after.id()),
            limit));
  }

  private void lists(SessionFilter filter, Session... expected) {
    assertEquals(List.of(expected), list(filter));
  }

  @Test
  void sessions_are_listed_newest_first_with_all_their_current_fields() {
    Session first = scene.open(draft -> draft.subject("first"));
    clock.advance(Duration.ofNanos(1_000));
    Session second = scene.close(scene.append(scene.open(), scene.fromUser("hello")));
    clock.advance(Duration.ofHours(-1));
    Session third = scene.open();
    lists(SessionFilter.all(), second, first, third);
  }

  @Test
  void sessions_of_one_time_are_listed_by_descending_unsigned_id() {
    List<UUID> ids =
        List.of(
            new UUID(-1, -1),
            new UUID(-1, 1),
            new UUID(Long.MIN_VALUE, 5),
            new UUID(Long.MAX_VALUE, -1),
            new UUID(1, Long.MIN_VALUE),
            new UUID(1, Long.MAX_VALUE),
            new UUID(0, 1));
    List<UUID> shuffled = new ArrayList<>(ids);
    java.util.Collections.shuffle(shuffled, new java.util.Random(7));
    for (UUID id : shuffled) {
      store.open(
          scene.opening(
              SessionBuilder.of(scene.organizationId(), id, id)
                  .createdAt(scene.now())
                  .startedAt(scene.now())
                  .updatedAt(scene.now())));
    }
    assertEquals(ids, list(SessionFilter.all()).stream().map(Session::id).toList());
    List<UUID> paged = new ArrayList<>();
    Session last = null;
    for (List<Session> page = page(SessionFilter.all(), null, 2);
        !page.isEmpty();
        page = page(SessionFilter.all(), last, 2)) {
      page.forEach(it -> paged.add(it.id()));
      last = page.get(page.size() - 1);
    }
    assertEquals(ids, paged);
  }

  @Test
  void pages_list_every_session_once_while_others_are_opened() {
    List<UUID> expected = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      expected.add(0, scene.open().id());
      clock.advance(Duration.ofMillis(1));
    }
    List<UUID> told = new ArrayList<>();
    Session last = null;
    for (int pages = 0; pages < 3; pages++) {
      List<Session> page = page(SessionFilter.all(), last, 10);
      page.forEach(it -> told.add(it.id()));
      last = page.get(page.size() - 1);
      scene.open();
    }
    assertEquals(expected, told);
    assertEquals(List.of(), page(SessionFilter.all(), last, 10));
  }

  @Test
  void every_filter_selects_its_matching_sessions() {
    UUID agent = UUID.randomUUID();
    Session plain = scene.open();
    clock.advance(Duration.ofSeconds(1));
    Session other =
        scene.open(
            draft ->
                draft
                    .channel("sms")
                    .sessionType(SessionType.TEST)
                    .priority(Priority.HIGH)
                    .assignedAgentId(agent)
                    .status(SessionStatus.QUEUED));
    SessionFilter all = SessionFilter.all();
    lists(all, other, plain);
    lists(SessionFilter.inStatus(SessionStatus.QUEUED), other);
    lists(SessionFilter.inStatus(SessionStatus.QUEUED, SessionStatus.ACTIVE), other, plain);
    lists(all.withChannel("sms"), other);
    lists(all.withChannel(" SMS"), other);
    lists(all.withSessionType(SessionType.TEST), other);
    lists(all.withPriority(Priority.HIGH), other);
    lists(all.withAssignedAgent(agent), other);
    lists(all.withEndUser(plain.endUserId()), plain);
    lists(all.withCreated(other.createdAt(), null), other);
    lists(all.withCreated(null, other.createdAt()), plain);
    lists(all.withCreated(plain.createdAt(), other.createdAt()), plain);
    lists(all.withChannel("sms").withEndUser(plain.endUserId()));
  }

  @Test
  void ended_sessions_are_selected_by_reason_and_outcome() {
    Session live = scene.open();
    clock.advance(Duration.ofSeconds(1));
    Session resolved = ended(TerminationReason.RESOLVED);
    clock.advance(Duration.ofSeconds(1));
    Session failed = ended(TerminationReason.SIP_FAILED);
    SessionFilter all = SessionFilter.all();
    lists(all.withReason(TerminationReason.RESOLVED), resolved);
    lists(all.withOutcome(OutcomeCategory.FAILED), failed);
    lists(SessionFilter.inStatus(SessionStatus.CLOSED), failed, resolved);
    lists(all.withStatuses(Set.of(SessionStatus.ACTIVE)), live);
    lists(all.withReason(TerminationReason.RESOLVED).withOutcome(OutcomeCategory.FAILED));
  }

  private Session ended(TerminationReason reason) {
    Session session = scene.open();
    store.close(scene.closing(session).reason(reason).build());
    return scene.reload(session);
  }

  @Test
  void the_time_bounds_are_exact_to_the_microsecond() {
    Instant at = Instant.parse("2026-03-08T06:59:59.999999Z");
    clock.set(at);
    Session session = scene.open();
    Instant next = at.plusNanos(1_000);
    Instant before = at.minusNanos(1_000);
    lists(SessionFilter.all().withCreated(at, next), session);
    lists(SessionFilter.all().withCreated(before, at));
    lists(SessionFilter.all().withCreated(next, null));
    Check.sameSession(session, scene.reload(session));
  }
}
