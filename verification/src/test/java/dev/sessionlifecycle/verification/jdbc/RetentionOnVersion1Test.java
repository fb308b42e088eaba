package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SchemaOutdatedException;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What needs columns of version 2 is refused on version 1, and the rest works. */
class RetentionOnVersion1Test {
  private static final Duration DAY = Duration.ofDays(1);

  @ParameterizedTest
  @EnumSource
  void version_1_refuses_what_it_cannot_hold_and_erases(SchemaUpgradeTest.Layout layout)
      throws SQLException {
    UUID organization = UUID.randomUUID();
    UUID user = UUID.randomUUID();
    try (HikariDataSource pool = layout.poolOnVersion1();
        JdbcSessionStore store = layout.store(pool).schemaMode(SchemaMode.NONE).build();
        SessionLifecycle lifecycle = SessionLifecycle.builder(store).build()) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      SessionRequest facts = SessionRequest.on("voice", user).withStoring(Storing.FACTS_ONLY);
      assertRefused(() -> sessions.open(facts), "withStoring");
      assertRefused(() -> sessions.open(facts.withOpenPolicy(OpenPolicy.REUSE)), "withStoring");
      assertRefused(
          () -> sessions.bulk().open(List.of(facts, facts)).get(0).orThrow(), "withStoring");
      OrganizationRetention retention = lifecycle.retention(organization);
      RetentionPolicy stages = RetentionPolicy.keepFor(DAY).withAnonymizeAfter(Duration.ZERO);
      assertRefused(
          () -> retention.define(UUID.randomUUID(), stages), "RetentionPolicy.anonymizeAfter");
      UUID session = sessions.open(SessionRequest.on("voice", user)).orThrow().id();
      sessions.append(session, Message.fromUser("hello"));
      sessions.close(session, "USER_REQUESTED");
      assertThat(sessions.get(session).storing()).isEqualTo(Storing.FULL);
      var hold = retention.place(HoldScope.session(session), "matter 7", "counsel");
      ErasureReport refused = retention.erase(user, "officer");
      assertThat(refused.kept()).containsOnlyKeys(session);
      assertThat(retention.receipts(null, 10)).hasSize(1);
      assertThat(retention.unfinishedErasures(null, 10)).isEmpty();
      retention.release(hold.id(), "judge");
      ErasureRequest withReason = ErasureRequest.of(user, "officer").withReason("request 12");
      assertRefused(() -> retention.erase(withReason), "ErasureRequest.withReason");
      assertThat(retention.erase(user, "officer").isComplete()).isTrue();
    }
  }

  private static void assertRefused(ThrowingCallable call, String feature) {
    assertThatThrownBy(call)
        .isInstanceOf(SchemaOutdatedException.class)
        .hasMessageContaining(feature);
  }
}
