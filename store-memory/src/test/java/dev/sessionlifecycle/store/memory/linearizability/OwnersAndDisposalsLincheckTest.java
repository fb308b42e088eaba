package dev.sessionlifecycle.store.memory.linearizability;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As {@link MemoryStoreLincheckTest}, for owners, holds and disposals on sessions whose chain is
 * finished as soon as they end: so they may go at once. A lease of no time has lapsed when it is
 * given.
 */
@Tag("long")
@Param(name = "session", gen = IntGen.class, conf = "1:2")
@Param(name = "token", gen = IntGen.class, conf = "1:2")
@Param(name = "seconds", gen = IntGen.class, conf = "0:1")
public class OwnersAndDisposalsLincheckTest {
  private final InMemorySessionStore store = InMemorySessionStore.create(() -> LincheckIntents.NOW);
  private final OwnerStore owners = store.owners();

  @Operation
  public String open(@Param(name = "session") int session) {
    return store
        .open(LincheckIntents.open(session, OpenPolicy.ALWAYS_NEW))
        .getClass()
        .getSimpleName();
  }

  @Operation
  public String close(@Param(name = "session") int session) {
    return store.close(LincheckIntents.closeWithoutChain(session)).getClass().getSimpleName();
  }

  @Operation
  public String purge(@Param(name = "session") int session) {
    return dispose(session, Receipt.Kind.PURGE);
  }

  @Operation
  public String anonymize(@Param(name = "session") int session) {
    return dispose(session, Receipt.Kind.ANONYMIZE);
  }

  private String dispose(int session, Receipt.Kind kind) {
    DisposalReply reply = store.disposals().dispose(LincheckIntents.disposal(session, kind));
    return reply.done().size() + " " + reply.refused().values();
  }

  @Operation
  public boolean place(@Param(name = "session") int session) {
    return store.holds().place(LincheckIntents.hold(session)).filter(Hold::isInForce).isPresent();
  }

  @Operation
  public boolean lift(@Param(name = "session") int session) {
    return store
        .holds()
        .release(LincheckIntents.ORGANIZATION, new UUID(7, session), "api", LincheckIntents.NOW)
        .isPresent();
  }

  @Operation
  public String acquire(
      @Param(name = "session") int session, @Param(name = "seconds") int seconds) {
    return owners
        .acquire(
            LincheckIntents.key(session),
            new UUID(4, 1),
            Duration.ofSeconds(seconds),
            seconds == 1,
            LincheckIntents.NOW)
        .toString();
  }

  @Operation
  public String takeOver(@Param(name = "session") int session, @Param(name = "token") int token) {
    return store
        .sweeps()
        .takeOver(
            LincheckIntents.key(session),
            token,
            new UUID(4, 2),
            Duration.ofSeconds(1),
            LincheckIntents.NOW)
        .toString();
  }

  @Operation
  public boolean resume(@Param(name = "session") int session, @Param(name = "token") int token) {
    return owners.resume(LincheckIntents.key(session), token, Duration.ofSeconds(1), true);
  }

  @Operation
  public boolean giveUp(@Param(name = "session") int session, @Param(name = "token") int token) {
    return owners.release(LincheckIntents.key(session), token);
  }

  @Operation
  public boolean flush(@Param(name = "session") int session, @Param(name = "token") int token) {
    return owners
        .flush(
            LincheckIntents.key(session),
            token,
            List.of(message(3)),
            LincheckIntents.NOW,
            RetentionPolicy.forEver())
        .isPresent();
  }

  @Operation
  public String appendAsOwner(
      @Param(name = "session") int session, @Param(name = "token") int token) {
    return store
        .append(
            new AppendIntent(
                LincheckIntents.key(session),
                List.of(message(token)),
                LincheckIntents.NOW,
                (long) token))
        .getClass()
        .getSimpleName();
  }

  private static Message message(int id) {
    return Message.fromUser("hello").withId(new UUID(5, id)).at(LincheckIntents.NOW);
  }

  @Operation
  public String find(@Param(name = "session") int session) {
    return store
        .find(LincheckIntents.key(session))
        .map(OwnersAndDisposalsLincheckTest::text)
        .orElse("none");
  }

  private static String text(Session it) {
    return it.statusText() + " " + it.messageCount() + " " + it.endUserId();
  }

  @Test
  void results_under_stress_are_linearizable() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(3)
        .actorsAfter(1)
        .iterations(30)
        .invocationsPerIteration(300)
        .check(OwnersAndDisposalsLincheckTest.class);
  }
}
