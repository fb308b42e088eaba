package dev.sessionlifecycle.internal.finalizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How many chains are claimed from a store with given due chains. */
class ClaimerTest {
  private static final UUID SMALL = new UUID(0, 1);
  private static final UUID LARGE = new UUID(0, 2);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final List<ChainLease> leased = new ArrayList<>();
  private final List<Integer> shares = new ArrayList<>();
  private final List<UUID> beginnings = new ArrayList<>();
  private final AtomicLong ticks = new AtomicLong();
  private final Claimer claimer = claimer();

  @Test
  void a_lone_organization_gradually_gets_the_whole_claim() {
    claim(false, due(LARGE, 25));
    claim(false, due(LARGE, 50));
    claim(false, due(LARGE, 100));
    claim(false, due(LARGE, 100));
    assertEquals(List.of(25, 50, 100, 100), shares);
    assertTrue(throttle().hasMore());
    assertFalse(throttle().isFair());
  }

  @Test
  void a_large_backlog_keeps_to_its_share_while_others_have_little_due() {
    claim(false, due(LARGE, 25));
    claim(false, due(SMALL, 1), due(LARGE, 50));
    assertTrue(throttle().isFair());
    assertFalse(throttle().hasMore());
    assertTrue(throttle().prioritizes(SMALL));
    assertFalse(throttle().prioritizes(LARGE));
    claim(false, due(LARGE, 25));
    claim(false, due(LARGE, 25));
    assertEquals(List.of(25, 50, 25, 25), shares);
    ticks.addAndGet(Duration.ofSeconds(1).toNanos());
    assertFalse(throttle().isFair());
    claim(false, due(LARGE, 25));
    claim(false, due(LARGE, 50));
    assertEquals(List.of(25, 50), shares.subList(4, 6));
  }

  @Test
  void a_probe_claims_few_chains_and_continues_only_for_small_backlogs() {
    claim(false, due(SMALL, 1), due(LARGE, 25));
    claim(true, due(LARGE, 2));
    assertFalse(throttle().hasMore());
    claim(true, due(SMALL, 2), due(LARGE, 2));
    assertTrue(throttle().hasMore());
    assertEquals(List.of(25, 2, 2), shares);
    assertTrue(throttle().isFair());
  }

  @Test
  void an_organization_cut_off_by_the_claim_limit_counts_as_large() {
    claim(false, due(LARGE, 25), due(SMALL, 1));
    assertTrue(throttle().prioritizes(SMALL));
    List<ChainLease> full = due(LARGE, 98);
    claim(false, full, due(SMALL, 2));
    assertFalse(throttle().prioritizes(SMALL));
  }

  @Test
  void what_is_left_of_a_large_backlog_does_not_hold_up_another() {
    claim(false, due(SMALL, 25), due(LARGE, 25));
    claim(false, due(SMALL, 17), due(LARGE, 50));
    assertFalse(throttle().isFair());
    assertFalse(throttle().prioritizes(SMALL));
    assertTrue(throttle().hasMore());
    ticks.addAndGet(Duration.ofSeconds(1).toNanos());
    claim(false, due(SMALL, 1), due(LARGE, 50));
    assertTrue(throttle().isFair());
    assertTrue(throttle().prioritizes(SMALL));
  }

  @Test
  void fair_mode_ends_when_nothing_is_due() {
    claim(false, due(SMALL, 1), due(LARGE, 25));
    assertTrue(throttle().isFair());
    claim(false, List.of());
    assertFalse(throttle().isFair());
    assertFalse(throttle().hasMore());
  }

  @Test
  void every_claim_starts_after_the_organization_where_the_last_one_ended() {
    claim(false, due(SMALL, 1), due(LARGE, 25));
    claim(false, due(LARGE, 25), due(SMALL, 1));
    claim(false, List.of());
    claim(true, due(LARGE, 2));
    claim(false, due(LARGE, 2));
    assertEquals(Arrays.asList(null, LARGE, SMALL, SMALL, LARGE), beginnings);
  }

  @SafeVarargs
  private void claim(boolean probe, List<ChainLease>... leases) {
    leased.clear();
    for (List<ChainLease> some : leases) {
      leased.addAll(some);
    }
    claimer.claim(100, probe);
  }

  private BacklogThrottle throttle() {
    return claimer.throttle();
  }

  private static List<ChainLease> due(UUID organization, int count) {
    List<ChainLease> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LeaseRef ref = new LeaseRef(new SessionKey(organization, new UUID(3, i)), 1);
      leases.add(
          new ChainLease(
              ref, "shape", ChainState.decode("p0"), 1, Instant.EPOCH, Instant.EPOCH, null));
    }
    return leases;
  }

  private Claimer claimer() {
    ChainStore store =
        (ChainStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ChainStore.class},
                (proxy, method, arguments) -> {
                  shares.add(((ClaimRequest) arguments[0]).perOrganization());
                  beginnings.add(((ClaimRequest) arguments[0]).after());
                  return List.copyOf(leased);
                });
    FinalizeChain chain =
        FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.done()));
    FinalizerContext context =
        new FinalizerContext(
            store,
            InstantSource.system(),
            ticks::get,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            event -> {});
    return new Claimer(
        context,
        FinalizerOptions.defaults(),
        new ChainRegistry(chain, store),
        new UUID(7, 7),
        LEASE,
        new AtomicReference<>());
  }
}
