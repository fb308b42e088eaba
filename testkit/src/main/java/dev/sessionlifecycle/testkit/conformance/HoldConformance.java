package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.IdOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of legal holds. */
abstract class HoldConformance extends Conformance {
  private Hold hold(HoldScope scope) {
    return new Hold(
        scene.organizationId(),
        UUID.randomUUID(),
        scope,
        "matter 7",
        "counsel",
        scene.now(),
        null,
        null);
  }

  private Hold place(HoldScope scope) {
    Hold hold = hold(scope);
    assertEquals(Optional.of(hold), store.holds().place(hold));
    return hold;
  }

  private List<Hold> list(boolean inForceOnly) {
    List<Hold> all = new ArrayList<>();
    @Nullable UUID after = null;
    List<Hold> page;
    do {
      page = store.holds().list(scene.organizationId(), inForceOnly, after, 2);
      all.addAll(page);
      after = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == 2);
    return all;
  }

  private static List<Hold> sorted(Hold... holds) {
    return List.of(holds).stream()
        .sorted((one, other) -> IdOrder.compare(one.id(), other.id()))
        .toList();
  }

  @Test
  void a_hold_covers_a_session_an_end_user_or_the_organization() {
    Session session = scene.open();
    Session other = scene.open();
    Hold onSession = place(HoldScope.session(session.id()));
    Hold onUser = place(HoldScope.endUser(session.endUserId()));
    assertEquals(sorted(onSession, onUser), store.holds().covering(key(session)));
    assertEquals(List.of(), store.holds().covering(key(other)));
    Hold onAll = place(HoldScope.organization());
    assertEquals(sorted(onSession, onUser, onAll), store.holds().covering(key(session)));
    assertEquals(List.of(onAll), store.holds().covering(key(other)));
    assertEquals(List.of(), store.holds().covering(key(scene.elsewhere().open())));
    assertEquals(List.of(), store.holds().covering(scene.key(UUID.randomUUID())));
    assertEquals(sorted(onSession, onUser, onAll), list(true));
  }

  @Test
  void placing_a_hold_again_changes_nothing() {
    Hold hold = place(HoldScope.session(scene.open().id()));
    Hold other =
        new Hold(
            hold.organizationId(),
            hold.id(),
            HoldScope.organization(),
            "matter 8",
            "somebody",
            scene.now().plusSeconds(1),
            null,
            null);
    assertEquals(Optional.of(hold), store.holds().place(other));
    assertEquals(List.of(hold), list(false));
  }

  @Test
  void a_session_of_another_organization_cannot_be_held() {
    Session elsewhere = scene.elsewhere().open();
    assertEquals(Optional.empty(), store.holds().place(hold(HoldScope.session(elsewhere.id()))));
    assertEquals(List.of(), list(false));
    Hold onUser = place(HoldScope.endUser(elsewhere.endUserId()));
    assertEquals(List.of(), store.holds().covering(key(elsewhere)));
    assertEquals(List.of(onUser), list(true));
  }

  @Test
  void the_first_release_of_a_hold_is_kept_forever() {
    Session session = scene.open();
    Hold hold = place(HoldScope.session(session.id()));
    Hold second = place(HoldScope.session(session.id()));
    clock.advance(Duration.ofDays(1));
    Hold released = hold.released("judge", scene.now());
    assertEquals(Optional.of(released), release(hold, "judge"));
    assertEquals(
        Optional.of(released),
        store
            .holds()
            .release(scene.organizationId(), hold.id(), "other", scene.now().plusSeconds(1)));
    assertEquals(List.of(second), store.holds().covering(key(session)));
    assertEquals(List.of(second), list(true));
    assertEquals(sorted(released, second), list(false));
    assertEquals(
        Optional.empty(),
        store.holds().release(UUID.randomUUID(), second.id(), "judge", scene.now()));
    assertEquals(
        Optional.empty(),
        store.holds().release(scene.organizationId(), UUID.randomUUID(), "judge", scene.now()));
  }
}
