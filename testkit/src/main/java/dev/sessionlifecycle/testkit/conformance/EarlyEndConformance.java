package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of ends whose sessions never open, and of their expiry. */
public abstract class EarlyEndConformance extends Conformance {

  /** For subclasses. */
  protected EarlyEndConformance() {}

  @Test
  void an_early_end_is_forgotten_when_it_expires() {
    storeEarlyEnd("CA42");
    clock.advance(EarlyEnd.KEPT.minusSeconds(1));
    storeEarlyEnd("CA43");
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    Check.instance(OpenResult.Opened.class, openWith("CA42"));
    Check.instance(OpenResult.AlreadyEnded.class, openWith("CA43"));
    storeEarlyEnd("CA44");
    storeEarlyEnd("CA45");
    clock.advance(EarlyEnd.KEPT);
    assertEquals(1, store.sweeps().forgetEarlyEnds(1, false));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertTrue(
        store
            .findByExternalRef(scene.organizationId(), new ExternalRef("twilio", "CA42"))
            .isPresent());
  }

  @Test
  void an_expired_early_end_is_forgotten_although_later_ones_exist() {
    storeEarlyEnd("CA46");
    clock.advance(EarlyEnd.KEPT);
    storeEarlyEnd("CA47");
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    storeEarlyEnd("CA46");
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
    clock.advance(EarlyEnd.KEPT);
    assertEquals(2, store.sweeps().forgetEarlyEnds(10, false));
  }

  /** If the clock runs backwards between two ends, the later arrival expires first. */
  @Test
  void the_oldest_early_end_is_forgotten_first_even_if_stored_last() {
    storeEarlyEnd("of later");
    clock.advance(Duration.ofHours(-1));
    storeEarlyEnd("of earlier");
    clock.advance(EarlyEnd.KEPT);
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, true));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, true));
    clock.advance(Duration.ofHours(1));
    assertEquals(1, store.sweeps().forgetEarlyEnds(10, false));
  }

  @Test
  void early_ends_are_forgotten_in_organization_id_order() {
    List<Scenario> inOrder =
        Stream.generate(scene::elsewhere)
            .limit(8)
            .sorted(Comparator.comparing(Scenario::organizationId, IdOrder.UNSIGNED))
            .toList();
    inOrder.forEach(it -> storeEarlyEnd(it, "CA48"));
    clock.advance(EarlyEnd.KEPT);
    assertEquals(4, store.sweeps().forgetEarlyEnds(4, false));
    // opening a session consumes the end stored under its external id
    inOrder.subList(4, 8).forEach(it -> openWith(it, "CA48"));
    assertEquals(0, store.sweeps().forgetEarlyEnds(10, false));
  }

  private void storeEarlyEnd(String id) {
    storeEarlyEnd(scene, id);
  }

  private void storeEarlyEnd(Scenario of, String id) {
    CloseIntent.Builder end = CloseIntent.builder(of.key(UUID.randomUUID()), of.now(), of.terms());
    store.closeExternal(new ExternalRef("twilio", id), end.build());
  }

  private OpenResult openWith(String id) {
    return openWith(scene, id);
  }

  private OpenResult openWith(Scenario of, String id) {
    return store.open(of.opening(of.draft().externalRef(new ExternalRef("twilio", id))));
  }
}
