package dev.sessionlifecycle.examples.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two servers, one of which stops. */
@Tag("long")
class CellsTest {
  private static final UUID EVEN = new UUID(0, 2);
  private static final UUID ODD = new UUID(0, 1);

  private final Queue<UUID> ran = new ConcurrentLinkedQueue<>();

  @Test
  void an_organization_goes_on_while_the_server_of_another_is_away() throws Exception {
    try (PostgresServer one = PostgresServer.startDurable();
        PostgresServer other = PostgresServer.startDurable();
        Cells cells =
            new Cells(
                List.of(lifecycle(one), lifecycle(other)),
                organization -> (int) (organization.getLeastSignificantBits() & 1))) {
      UUID ofEven = ended(cells.organization(EVEN));
      UUID ofOdd = ended(cells.organization(ODD));
      assertThat(cells.organization(ODD).find(ofEven)).isEmpty();
      assertThat(cells.readOnly().organization(ODD).get(ofOdd).isEnded()).isTrue();
      cells.cell(EVEN).finalizer().runDue(10);
      assertThat(ran).containsExactly(ofEven);

      one.close();
      assertThatThrownBy(() -> cells.organization(EVEN).get(ofEven))
          .isInstanceOf(StoreException.class);
      UUID next = ended(cells.organization(ODD));
      cells.cell(ODD).finalizer().runDue(10);
      assertThat(ran).containsExactly(ofEven, ofOdd, next);
    }
  }

  private static UUID ended(OrganizationSessions sessions) {
    UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
    sessions.close(id, "USER_REQUESTED");
    return id;
  }

  private SessionLifecycle lifecycle(PostgresServer server) {
    return SessionLifecycle.builder(
            JdbcSessionStore.postgresBuilder(server.createDatabase().url(), "postgres", "postgres")
                .schemaMode(SchemaMode.MIGRATE)
                .build())
        .finalizeWith(
            FinalizeChain.first(
                FinalizeStep.of(
                    "note",
                    context -> {
                      ran.add(context.session().id());
                      return StepOutcome.done();
                    })))
        .build();
  }
}
