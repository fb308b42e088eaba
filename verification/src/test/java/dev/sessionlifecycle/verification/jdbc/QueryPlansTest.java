package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What queries cost with a million sessions, half of them in one organization, under generic plans.
 */
@Tag("long")
class QueryPlansTest {
  private static final int SESSIONS = 1_000_000;
  private static final int ORGANIZATIONS = 201;
  private static final int PAGE = 50;

  /** How many sessions have a disposition that is rare. */
  private static final long RARE = 60;

  /** What a page of sessions costs: a row and its detail for each, by indexes of four levels. */
  private static final long PAGE_BUFFERS = PAGE * 6 + 20;

  private static final UUID LARGE = ManySessions.id(1);
  private static final UUID SMALL = ManySessions.id(7);
  private static final Instant MIDDLE = ManySessions.createdAt(SESSIONS / 2);
  private static final RecordedStatements HEARD = new RecordedStatements();

  private static HikariDataSource pool;
  private static HikariDataSource generic;
  private static JdbcSessionStore store;

  @BeforeAll
  static void load() throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    pool = new HikariDataSource(TestDatabase.config(url, 2));
    JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
    ManySessions.load(pool, SESSIONS, ORGANIZATIONS);
    addDispositions();
    var config = TestDatabase.config(url, 1);
    config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan");
    generic = new HikariDataSource(config);
    // The loaded tables are unlogged, which a check refuses.
    store = JdbcSessionStore.builder(HEARD.on(pool)).schemaMode(SchemaMode.NONE).build();
  }

  /** In the large organization, a code that few sessions have, and one that every tenth has. */
  private static void addDispositions() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE sl_session_detail d
          SET disposition = CASE WHEN y.g <= %d THEN 'rare' ELSE 'common' END
          FROM (SELECT id, row_number() OVER (ORDER BY id) AS g FROM sl_session
            WHERE organization_id = '%s' AND status = 'closed') AS y
          WHERE d.organization_id = '%s' AND d.id = y.id AND (y.g <= %d OR y.g %% 10 = 0)\
          """
              .replace("%s", LARGE.toString())
              .replace("%d", Long.toString(RARE))
              .replace("%%", "%"));
      statement.execute("VACUUM ANALYZE sl_session_detail");
    }
  }

  @AfterAll
  static void close() {
    store.close();
    generic.close();
    pool.close();
  }

  @Test
  void a_page_costs_only_its_rows_at_any_depth() {
    ListIntent.Position deep =
        new ListIntent.Position(ManySessions.createdAt(1_000), UUID.randomUUID());
    long first = page(LARGE, SessionFilter.all(), null);
    assertThat(page(LARGE, SessionFilter.all(), deep)).isBetween(first / 2, first * 3 / 2);
    page(SMALL, SessionFilter.all(), null);
  }

  @Test
  void a_range_of_created_is_read_by_its_index() {
    SessionFilter range = SessionFilter.all().withCreated(MIDDLE.minusSeconds(9_000), MIDDLE);
    page(LARGE, range, null);
    page(LARGE, range, new ListIntent.Position(MIDDLE.minusSeconds(3_000), UUID.randomUUID()));
  }

  @Test
  void the_sessions_of_an_end_user_are_read_by_their_index() {
    SessionFilter user = SessionFilter.all().withEndUser(ManySessions.id(4_000));
    page(LARGE, user, null);
    page(LARGE, user.withCreated(null, MIDDLE), null);
    page(LARGE, user, new ListIntent.Position(MIDDLE, UUID.randomUUID()));
  }

  /** Of the large organization 2 % are active: a page reads 2,500 sessions. */
  @Test
  void a_residual_filter_reads_its_index_only_until_the_page_is_full() {
    SessionFilter active = SessionFilter.inStatus(SessionStatus.ACTIVE);
    assertThat(costOf(() -> list(LARGE, active, null))).isLessThan(PAGE_BUFFERS + 3_000);
    page(
        LARGE,
        SessionFilter.all().withReason(TerminationReason.USER_REQUESTED).withChannel("api"),
        null);
  }

  /** Whatever the order of the page: each session with the code is looked up. */
  @Test
  void a_disposition_costs_the_sessions_that_have_it_and_no_others() {
    SessionFilter rare = SessionFilter.all().withDisposition("rare");
    assertThat(costOf(() -> assertThat(list(LARGE, rare, null)).hasSize(PAGE)))
        .isLessThan(RARE * 5 + PAGE_BUFFERS);
    assertThat(costOf(() -> store.count(LARGE, rare))).isLessThan(RARE * 5);
    assertThat(costOf(() -> list(LARGE, SessionFilter.all().withDisposition("none"), null)))
        .isLessThan(12);
    SessionFilter common = SessionFilter.all().withDisposition("common");
    assertThat(costOf(() -> assertThat(list(LARGE, common, null)).hasSize(PAGE)))
        .isLessThan(SESSIONS / 2 / 10 * 5L);
  }

  @Test
  void a_lookup_by_key_or_external_id_costs_only_its_rows() {
    SessionKey key = new SessionKey(LARGE, ManySessions.id(600));
    assertThat(costOf(() -> store.find(key))).isLessThan(12);
    assertThat(costOf(() -> store.findByExternalRef(LARGE, new ExternalRef("sip", "a"))))
        .isLessThan(12);
    assertThat(costOf(() -> store.messages(key, 0, PAGE))).isLessThan(12);
    assertThat(costOf(() -> store.history(key, 0, PAGE))).isLessThan(12);
  }

  @Test
  void a_count_reads_only_the_rows_that_its_index_selects() {
    SessionFilter range = SessionFilter.all().withCreated(MIDDLE.minusSeconds(1_000), MIDDLE);
    assertThat(costOf(() -> store.count(LARGE, range))).isLessThan(600);
    assertThat(costOf(() -> store.count(SMALL, SessionFilter.all()))).isLessThan(3_000);
    assertThat(
            costOf(() -> store.count(LARGE, SessionFilter.all().withEndUser(ManySessions.id(9)))))
        .isLessThan(200);
  }

  @Test
  void a_series_reads_the_rows_of_its_time_twice() {
    Instant from = MIDDLE.minusSeconds(1_000);
    SessionFilter range = SessionFilter.all().withCreated(from, MIDDLE);
    SeriesIntent intent = new SeriesIntent(LARGE, range, from, MIDDLE, Duration.ofSeconds(100));
    assertThat(costOf(() -> store.series(intent))).isLessThan(2 * 600);
  }

  @Test
  void a_backlog_of_an_organization_reads_its_own_chains() {
    assertThat(costOf(() -> store.chains().backlog(SMALL))).isLessThan(3_000);
  }

  /** One index probe per organization, and then the due rows of each. */
  @Test
  void a_sweep_costs_only_the_organizations_and_the_due_sessions() {
    DueQuery request = new DueQuery(100, PAGE, null);
    long looks = ORGANIZATIONS * 16L;
    assertThat(costOf(() -> store.sweeps().due(request))).isLessThan(looks + 3 * PAGE_BUFFERS);
    assertThat(costOf(() -> store.disposals().due(request))).isLessThan(looks + 3 * PAGE_BUFFERS);
  }

  /** Half a million sessions of the organization are due, of which 100 are counted. */
  @Test
  void a_count_of_due_sessions_reads_no_more_than_it_counts() {
    assertThat(costOf(() -> store.disposals().countDue(LARGE, Duration.ofDays(7), 100)))
        .isLessThan(150);
  }

  @Test
  void a_claim_costs_only_the_organizations_and_the_due_chains() {
    ClaimRequest request =
        new ClaimRequest(
            UUID.randomUUID(), Duration.ofMinutes(1), 100, PAGE, Set.of(ManySessions.SHAPE), null);
    assertThat(costOf(() -> store.chains().claim(request)))
        .isLessThan(ORGANIZATIONS * 12L + 100 * 40);
    assertThat(costOf(() -> store.chains().parked(LARGE, null, PAGE))).isLessThan(12);
  }

  @Test
  void a_close_costs_only_the_session_that_it_ends() {
    List<SessionKey> live =
        LongStream.range(0, 20)
            .mapToObj(i -> new SessionKey(LARGE, ManySessions.id(56 + i * 100)))
            .toList();
    assertThat(costOf(() -> store.close(SampleIntents.close(live.get(0))))).isLessThan(80);
    assertThat(costOf(() -> store.closeAll(live.stream().map(SampleIntents::close).toList())))
        .isLessThan(80 * 20);
  }

  private static long page(UUID organization, SessionFilter filter, ListIntent.Position after) {
    long cost = costOf(() -> assertThat(list(organization, filter, after)).isNotEmpty());
    assertThat(cost).isLessThan(PAGE_BUFFERS);
    return cost;
  }

  private static List<Session> list(
      UUID organization, SessionFilter filter, ListIntent.Position after) {
    return store.list(new ListIntent(organization, filter, after, PAGE));
  }

  /** Returns how many pages the statements of a call read; none of them may scan a whole table. */
  private static long costOf(Runnable call) {
    HEARD.take();
    call.run();
    List<GenericPlan> plans = new ArrayList<>();
    try (Connection connection = generic.getConnection()) {
      for (RecordedStatements.RecordedStatement heard : HEARD.take()) {
        plans.add(GenericPlan.of(connection, heard));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(plans).isNotEmpty();
    assertThat(plans).noneMatch(GenericPlan::readsAWholeTable);
    return plans.stream().mapToLong(GenericPlan::buffers).sum();
  }
}
