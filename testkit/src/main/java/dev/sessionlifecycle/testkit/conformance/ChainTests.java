package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Base class of suites that claim and settle chains. */
abstract class ChainTests extends Conformance {
  static final Duration LEASE = Duration.ofSeconds(30);

  List<ChainLease> claim(int limit, int share, @Nullable UUID after) {
    return store
        .chains()
        .claim(
            new ClaimRequest(
                UUID.randomUUID(),
                LEASE,
                limit,
                share,
                Set.of(scene.definition().digest()),
                after));
  }

  ChainLease claim() {
    List<ChainLease> leases = claim(1, 1, null);
    Check.that(leases.size() == 1, "one chain is due", leases.size());
    return leases.get(0);
  }

  SettleReply settle(Settlement settlement) {
    return store.chains().settle(List.of(settlement)).get(0);
  }

  static ChainState state(Phase... phases) {
    return new ChainState(
        List.of(phases).stream().map(phase -> new Progress(phase, 1, null)).toList());
  }

  static Settlement done(LeaseRef ref, Effects... effects) {
    return new Settlement(
        ref,
        state(Phase.DONE, Phase.DONE, Phase.SKIPPED),
        new Settlement.ReleaseLease(null),
        List.of(),
        List.of(effects));
  }

  static Settlement later(LeaseRef ref, @Nullable Duration in, AttemptRecord... attempts) {
    return new Settlement(
        ref,
        state(Phase.DONE, Phase.PENDING, Phase.PENDING),
        new Settlement.ReleaseLease(in),
        List.of(attempts),
        List.of());
  }

  AttemptRecord attempt(int number, AttemptRecord.Result result, @Nullable String label) {
    return new AttemptRecord(
        "summarize",
        number,
        UUID.randomUUID(),
        scene.now(),
        scene.now().plusMillis(5),
        result,
        label);
  }
}
