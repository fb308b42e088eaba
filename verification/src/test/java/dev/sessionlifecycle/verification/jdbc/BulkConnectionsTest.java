package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often a bulk call borrows a connection from the pool. */
class BulkConnectionsTest {
  private static final int MANY = 200;
  private static final int FEW = 3;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_bulk_call_borrows_few_connections_even_when_it_is_repeated(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2)) {
      CountingDataSource watched = new CountingDataSource(pool);
      JdbcSessionStore store =
          JdbcSessionStore.builder(watched.dataSource()).schemaMode(SchemaMode.MIGRATE).build();
      store.chains().register(SampleIntents.SHAPE);
      UUID organization = UUID.randomUUID();
      List<OpenIntent> named =
          Stream.generate(() -> SampleIntents.named(organization, UUID.randomUUID().toString()))
              .limit(MANY)
              .toList();
      assertThat(few(watched, () -> store.openAll(named)))
          .hasOnlyElementsOfType(OpenResult.Opened.class);
      assertThat(few(watched, () -> store.openAll(named)))
          .hasOnlyElementsOfType(OpenResult.Reused.class);
      List<CloseIntent> ends =
          named.stream()
              .map(it -> new SessionKey(organization, it.draft().id()))
              .map(SampleIntents::close)
              .toList();
      assertThat(few(watched, () -> store.closeAll(ends)))
          .hasOnlyElementsOfType(CloseReply.Closed.class);
      assertThat(few(watched, () -> store.closeAll(ends)))
          .hasOnlyElementsOfType(CloseReply.AlreadyEnded.class);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void the_first_of_two_opens_with_one_external_id_wins(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2)) {
      JdbcSessionStore store =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
      UUID organization = UUID.randomUUID();
      OpenIntent first = SampleIntents.named(organization, "b");
      List<OpenResult> opened =
          store.openAll(
              List.of(
                  first,
                  SampleIntents.named(organization, "a"),
                  SampleIntents.named(organization, "b")));
      assertThat(opened.get(0)).isInstanceOf(OpenResult.Opened.class);
      assertThat(opened.get(1)).isInstanceOf(OpenResult.Opened.class);
      assertThat(opened.get(2))
          .isInstanceOfSatisfying(
              OpenResult.Reused.class,
              it -> assertThat(it.session().id()).isEqualTo(first.draft().id()));
    }
  }

  private static <T> List<T> few(CountingDataSource watched, Supplier<List<T>> call) {
    int before = watched.borrowed();
    List<T> answers = call.get();
    assertThat(watched.borrowed() - before).isBetween(1, FEW);
    return answers;
  }
}
