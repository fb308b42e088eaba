package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A round of calls with parameters of the driver and settings of the server that hosts have. */
@Tag("long")
class ConnectionSettingsTest {
  /** Partitioned tables take most of the time and share the statements: a campaign has them too. */
  private static final List<TableLayout> LAYOUTS =
      Integer.getInteger("sessionlifecycle.layouts", 1) == 1
          ? List.of(TableLayout.PLAIN)
          : List.of(TableLayout.PLAIN, TableLayout.PARTITIONED);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prepareThreshold=0",
        "prepareThreshold=1",
        "prepareThreshold=-1",
        "preparedStatementCacheQueries=0",
        "preferQueryMode=simple",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything",
        "autosave=always",
        "autosave=conservative&cleanupSavepoints=true",
        "defaultRowFetchSize=1",
        "defaultRowFetchSize=7&adaptiveFetch=true&maxResultBuffer=1M",
        "binaryTransfer=false",
        "binaryTransferEnable=2950,1184,25,20,23,21,16",
        "reWriteBatchedInserts=true",
        "stringtype=unspecified",
        "assumeMinServerVersion=15",
        "readOnlyMode=ignore",
        "escapeSyntaxCallMode=call",
        "gssEncMode=disable&quoteReturningIdentifiers=false&convertBooleanToNumeric=true",
        "currentSchema=public",
        "currentSchema=%22public%22,%20pg_temp",
        "currentSchema=%22$user%22,public",
        "ApplicationName=it%27s%20mine",
      })
  void the_store_works_with_parameters_of_the_driver(String parameters) {
    round(parameters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TimeZone=Asia/Kathmandu",
        "TimeZone=America/New_York",
        "TimeZone=-13:45",
        "DateStyle=SQL,DMY",
        "DateStyle=German",
        "IntervalStyle=sql_standard",
        "bytea_output=escape",
        "extra_float_digits=-15",
        "standard_conforming_strings=off",
        "array_nulls=off",
        "transform_null_equals=on",
        "quote_all_identifiers=on",
        "backslash_quote=off",
        "row_security=off",
        "default_transaction_deferrable=on",
        "statement_timeout=20s",
        "idle_in_transaction_session_timeout=5s",
        "idle_session_timeout=20s",
        "plan_cache_mode=force_generic_plan",
        "plan_cache_mode=force_custom_plan",
        "enable_indexscan=off",
        "enable_seqscan=off",
        "enable_nestloop=off",
        "enable_sort=off",
        "jit_above_cost=0",
        "work_mem=64kB",
        "synchronous_commit=remote_write",
        "lc_messages=C",
        "client_min_messages=error",
        "search_path=%22$user%22,public,pg_catalog",
        "default_table_access_method=heap",
        "check_function_bodies=off",
        "vacuum_cost_delay=10",
      })
  void the_store_works_with_settings_of_the_server(String setting) {
    round("options=-c%20" + setting);
  }

  private static void round(String parameters) {
    String url = PostgresServer.shared().createDatabase().url() + "&" + parameters;
    for (TableLayout layout : LAYOUTS) {
      try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 3))) {
        work(
            JdbcSessionStore.builder(pool)
                .tableLayout(layout)
                .tablePrefix(layout.name().charAt(1) + "_")
                .schemaMode(SchemaMode.MIGRATE)
                .build());
      }
    }
    work(
        JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
            .schemaMode(SchemaMode.MIGRATE)
            .build());
  }

  /** Calls whatever writes times, arrays, texts with quotes, nulls and JSON, and reads it again. */
  private static void work(JdbcSessionStore store) {
    FinalizeChain chain =
        FinalizeChain.first(FinalizeStep.of("count", context -> StepOutcome.done()));
    try (SessionLifecycle lifecycle = SessionLifecycle.builder(store).finalizeWith(chain).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      Instant before = Instant.now().minus(Duration.ofMinutes(5));
      UUID user = UUID.randomUUID();
      ExternalRef ref = new ExternalRef("pbx", "NULL \\ ' \" {,} 切断");
      UUID id =
          sessions
              .open(
                  SessionRequest.on("voice", user)
                      .withExternalRef(ref)
                      .withSubject("it's \\ NULL, \"{}\" ☎")
                      .withMetadata(Map.of("a", "NULL", "b", "\\'")))
              .orThrow()
              .id();
      sessions.append(id, Message.fromUser("NULL"), Message.fromAgent("\\x00 ' ; -- 🙂"));
      sessions.touch(id);
      Session open = sessions.find(ref).orElseThrow();
      assertThat(open.subject()).isEqualTo("it's \\ NULL, \"{}\" ☎");
      assertThat(open.metadata()).containsEntry("a", "NULL").containsEntry("b", "\\'");
      assertThat(open.createdAt()).isBetween(before, Instant.now().plusSeconds(300));
      List<UUID> many =
          List.of("chat", "sms").stream()
              .map(channel -> sessions.open(SessionRequest.on(channel, user)).orThrow().id())
              .toList();
      assertThat(sessions.list(SessionFilter.all()).items()).hasSize(3);
      sessions.close(id, "切断 ' \\");
      many.forEach(each -> sessions.close(each, "resolved"));
      assertThat(lifecycle.finalizer().runDue(10).finished()).isEqualTo(3);
      lifecycle.housekeeping().runDue(10);
      Session ended = sessions.get(id);
      assertThat(ended.isEnded()).isTrue();
      assertThat(ended.endedAt()).isBetween(before, Instant.now().plusSeconds(300));
      assertThat(sessions.messages(id)).extracting(it -> it.text()).contains("NULL");
      assertThat(sessions.history(id)).hasSizeGreaterThan(1);
      assertThat(sessions.count(SessionFilter.all()).total()).isEqualTo(3);
    }
  }
}
