package dev.sessionlifecycle.verification.upgrade;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.sql.DataSource;

/**
 * A process that opens, ends and finalizes sessions. Loaded once with each version of the library,
 * so it uses only what both have, and its callers know it by types of the JDK.
 */
public final class Node
    implements BiConsumer<BooleanSupplier, Consumer<UUID>>, IntSupplier, AutoCloseable {
  private final JdbcSessionStore store;
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final FinalizerRun finalizer;

  /** Starts a node. */
  public Node(DataSource source, String layout, String mode, UUID organization) {
    store =
        JdbcSessionStore.builder(source)
            .tableLayout(TableLayout.valueOf(layout))
            .schemaMode(SchemaMode.valueOf(mode))
            .build();
    FinalizeStep scrub = FinalizeStep.of("scrub", context -> StepOutcome.done());
    FinalizeStep summarize =
        FinalizeStep.of(
            "summarize",
            context ->
                StepOutcome.done(
                    Effects.builder()
                        .summary("of " + context.transcript().messages().size())
                        .build()));
    lifecycle =
        SessionLifecycle.builder(store)
            .finalizeWith(FinalizeChain.first(scrub).then(summarize))
            .build();
    sessions = lifecycle.organization(organization);
    finalizer = lifecycle.finalizer().start(FinalizerOptions.defaults());
  }

  /** Runs sessions until told to stop, and passes on each that was acknowledged as ended. */
  @Override
  public void accept(BooleanSupplier stopped, Consumer<UUID> ended) {
    while (!stopped.getAsBoolean()) {
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).session().id();
      sessions.append(id, Message.fromUser("hello"));
      sessions.close(id, "resolved");
      ended.accept(id);
    }
  }

  /** Runs what is due, and returns how many chains have finished. */
  @Override
  public int getAsInt() {
    return lifecycle.finalizer().runDue(1_000).finished();
  }

  @Override
  public void close() {
    finalizer.close();
    lifecycle.close();
    store.close();
  }
}
