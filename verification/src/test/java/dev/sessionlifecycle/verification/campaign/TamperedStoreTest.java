package dev.sessionlifecycle.verification.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.campaign.Audit;
import dev.sessionlifecycle.benchmarks.campaign.CampaignChain;
import dev.sessionlifecycle.benchmarks.campaign.HistoryCheck;
import dev.sessionlifecycle.benchmarks.campaign.HistoryCheck.CheckResult;
import dev.sessionlifecycle.benchmarks.campaign.TamperedStore;
import dev.sessionlifecycle.benchmarks.campaign.Tampering;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.finalizer.FinalizerContext;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The check of the history detects, on stores broken in these ways, what the campaign looks for.
 */
@Tag("long")
class TamperedStoreTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  private final InstantSource clock = now::get;
  private final String url = PostgresServer.shared().createDatabase().url();
  private final UUID organization = new UUID(1, 1);

  @Test
  void an_untampered_store_loses_and_duplicates_nothing() {
    assertThat(verdictOf(Tampering.NONE).isClean()).isTrue();
  }

  @Tag("long")
  @Test
  void a_store_without_fencing_duplicates_effects() {
    assertThat(verdictOf(Tampering.WITHOUT_FENCING).doubled()).isNotEmpty();
  }

  @Test
  void a_dropped_completion_is_reported_as_lost() {
    CheckResult verdict = verdictOf(Tampering.DROP_ONE_COMPLETION);
    assertThat(verdict.lost()).isNotEmpty();
    assertThat(verdict.doubled()).isEmpty();
  }

  /** Lets one node hang in a step beyond its lease while another finishes the chain. */
  private CheckResult verdictOf(Tampering tampering) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    try (SessionStore store =
        JdbcSessionStore.builder(database)
            .schemaMode(SchemaMode.MIGRATE)
            .clock(StoreClock.of(clock))
            .build()) {
      Audit audit = new Audit(url, "postgres");
      audit.install();
      FinalizeChain other = CampaignChain.create(context -> {});
      UUID id = ended(store, other);
      AtomicInteger executions = new AtomicInteger();
      FinalizeChain stalling =
          CampaignChain.create(
              context -> {
                if (tampering != Tampering.DROP_ONE_COMPLETION
                    && executions.incrementAndGet() == 1) {
                  now.updateAndGet(it -> it.plus(Duration.ofHours(1)));
                  engine(store, other).runDue(10);
                }
              });
      SessionStore seen =
          tampering == Tampering.NONE ? store : TamperedStore.of(store, tampering, database);
      engine(seen, stalling).runDue(10);
      now.updateAndGet(it -> it.plus(Duration.ofHours(1)));
      engine(store, other).runDue(10);
      return HistoryCheck.judge(audit.history(Set.of(id)), CampaignChain.order());
    }
  }

  private DefaultFinalizer engine(SessionStore store, FinalizeChain chain) {
    return new DefaultFinalizer(
        new FinalizerContext(
            store.chains(),
            clock,
            () -> 0, // no time passes for the node itself, so no step exceeds its timeout
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            FinalizerListener.none()),
        chain);
  }

  private UUID ended(SessionStore store, FinalizeChain chain) {
    var sessions =
        SessionLifecycle.builder(store)
            .clock(clock)
            .finalizeWith(chain)
            .build()
            .organization(organization);
    UUID id = sessions.open(SessionRequest.with(new UUID(2, 2))).orThrow().id();
    sessions.close(id);
    return id;
  }
}
