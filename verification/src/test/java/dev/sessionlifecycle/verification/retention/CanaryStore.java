package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.steps.DatabaseColumns;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A store with one string in every place where a host, an end user or a step can leave text. */
final class CanaryStore implements AutoCloseable {
  static final String CANARY = "canary-4d1f";

  private final SettableClock clock = SettableClock.create();
  private final UUID organization = UUID.randomUUID();
  private final UUID user = UUID.randomUUID();
  private final UUID agent = UUID.randomUUID();
  private final HikariDataSource source;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  CanaryStore(String url, RetentionPolicy policy) {
    this(url, policy, TableLayout.PLAIN);
  }

  CanaryStore(String url, RetentionPolicy policy, TableLayout layout) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    source = new HikariDataSource(config);
    lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(source)
                    .schemaMode(SchemaMode.MIGRATE)
                    .tableLayout(layout)
                    .clock(StoreClock.of(clock))
                    .build())
            .clock(clock)
            .retention(policy)
            .finalizeWith(FinalizeChain.first(skipping()).then(summing()).then(failing()))
            .build();
    sessions = lifecycle.organization(organization);
  }

  /** Skips, with the canary in its label. */
  private static FinalizeStep skipping() {
    return FinalizeStep.of("skipping", context -> StepOutcome.skipped(CANARY));
  }

  /** Fails twice, with the canary in its exception and in its label. */
  private static FinalizeStep failing() {
    return FinalizeStep.of(
        "failing",
        context ->
            switch (context.attempt()) {
              case 1 -> throw new IllegalStateException(CANARY);
              case 2 -> StepOutcome.retryLater(Duration.ZERO, CANARY);
              default -> StepOutcome.done();
            });
  }

  private static FinalizeStep summing() {
    return FinalizeStep.of(
        "summing", context -> StepOutcome.done(Effects.builder().summary(CANARY).build()));
  }

  /** Creates one session that ends, one that ended before it opened, and one that stays live. */
  void plant() throws SQLException {
    Session ended = planted("call-" + CANARY);
    sessions.transition(ended.id(), SessionStatus.PAUSED, CANARY);
    sessions
        .evals()
        .record(
            ended.id(), EvalRun.completed(UUID.randomUUID(), true, new EvalScore(CANARY, true)));
    sessions.addUsage(ended.id(), CANARY, Map.of("tokens", BigDecimal.ONE)).orThrow();
    sessions.close(ended.id(), EndRequest.reported(CANARY).withTriggeredBy(CANARY));
    sessions.disposition(ended.id(), CANARY, CANARY, CANARY).orThrow();
    endBeforeStart("early");
    sessions.open(request(new ExternalRef(CANARY, "early")));
    planted("live-" + CANARY);
    finish();
    assertPlanted();
  }

  void endBeforeStart(String externalId) {
    sessions.close(
        new ExternalRef(CANARY, externalId), EndRequest.reported(CANARY).withTriggeredBy(CANARY));
  }

  private SessionRequest request(ExternalRef ref) {
    return SessionRequest.on("voice", user)
        .withExternalRef(ref)
        .withSubject(CANARY)
        .withAssignedAgent(agent)
        .withTriggeredBy(CANARY)
        .withMetadata(Map.of(CANARY, List.of(Map.of("deep", CANARY))))
        .withContextVariables(Map.of("name", CANARY, CANARY, 1));
  }

  private Session planted(String externalId) {
    Session session = sessions.open(request(new ExternalRef("carrier", externalId))).orThrow();
    sessions.append(session.id(), Message.fromUser("I am " + CANARY), Message.fromAgent(CANARY));
    return session;
  }

  private void assertPlanted() throws SQLException {
    Map<String, Integer> places = DatabaseColumns.holding(CANARY, source);
    assertThat(places.keySet().stream().map(it -> it.toLowerCase(Locale.ROOT)))
        .contains(
            "\"sl_message\".body",
            "\"sl_session_detail\".subject",
            "\"sl_session_detail\".metadata",
            "\"sl_session_detail\".context_variables",
            "\"sl_session_detail\".summary",
            "\"sl_session_detail\".disposition",
            "\"sl_session_detail\".disposition_note",
            "\"sl_session_detail\".disposition_by",
            "\"sl_session_detail\".external_id",
            "\"sl_session\".reported_reason",
            "\"sl_session\".triggered_by",
            "\"sl_history\".triggered_by",
            "\"sl_eval_run\".scores",
            "\"sl_attempt\".label",
            "\"sl_chain\".first_attempts");
  }

  /** Runs every chain to its end, whatever the backoff. */
  void finish() {
    for (int i = 0; i < 9; i++) {
      clock.advance(Duration.ofHours(1));
      lifecycle.finalizer().runDue(100);
    }
  }

  HousekeepingReport sweepAfter(Duration time) {
    clock.advance(time);
    return lifecycle.housekeeping().runDue(100);
  }

  MonthPurgeReport purgeMonthsAfter(Duration time) {
    clock.advance(time);
    return lifecycle.housekeeping().purgeMonths(100);
  }

  ErasureReport erase() {
    return lifecycle.retention(organization).erase(user, "officer");
  }

  boolean isThere() throws SQLException {
    return !DatabaseColumns.holding(CANARY, source).isEmpty();
  }

  void assertNothingLeft() throws SQLException {
    for (String planted : List.of(CANARY, user.toString(), agent.toString())) {
      assertThat(DatabaseColumns.holding(planted, source)).as(planted).isEmpty();
    }
  }

  @Override
  public void close() {
    lifecycle.close();
    source.close();
  }
}
