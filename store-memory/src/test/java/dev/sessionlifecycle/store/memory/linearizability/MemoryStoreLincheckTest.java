package dev.sessionlifecycle.store.memory.linearizability;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lincheck runs the operations below from several threads and looks for answers that no order of
 * the calls explains. Listings are left out: they are read session by session.
 */
@Tag("long")
@Param(name = "session", gen = IntGen.class, conf = "1:3")
@Param(name = "small", gen = IntGen.class, conf = "1:2")
@Param(name = "policy", gen = IntGen.class, conf = "0:3")
public class MemoryStoreLincheckTest {
  private static final int ITERATIONS = Integer.getInteger("sessionlifecycle.iterations", 10);

  private final InMemorySessionStore store = InMemorySessionStore.create(() -> LincheckIntents.NOW);

  {
    store.chains().register(LincheckIntents.SCRUB);
  }

  @Operation
  public String open(@Param(name = "session") int session, @Param(name = "policy") int policy) {
    OpenResult result = store.open(LincheckIntents.open(session, OpenPolicy.values()[policy]));
    return result.getClass().getSimpleName() + " " + text(result.session());
  }

  @Operation
  public String close(@Param(name = "session") int session) {
    return text(store.close(LincheckIntents.end(session, SessionStatus.CLOSED)));
  }

  @Operation
  public String closeExternal() {
    return text(
        store.closeExternal(LincheckIntents.REF, LincheckIntents.end(0, SessionStatus.EXPIRED)));
  }

  @Operation
  public String append(@Param(name = "session") int session, @Param(name = "small") int message) {
    return store.append(LincheckIntents.append(session, message)).getClass().getSimpleName();
  }

  @Operation
  public String pause(@Param(name = "session") int session) {
    return store.transition(LincheckIntents.pause(session)).getClass().getSimpleName();
  }

  @Operation
  public String find(@Param(name = "session") int session) {
    return store
        .find(LincheckIntents.key(session))
        .map(MemoryStoreLincheckTest::text)
        .orElse("none");
  }

  @Operation
  public String findByExternalRef() {
    return store
        .findByExternalRef(LincheckIntents.ORGANIZATION, LincheckIntents.REF)
        .map(MemoryStoreLincheckTest::text)
        .orElse("none");
  }

  @Operation
  public String claim() {
    return store.chains().claim(LincheckIntents.CLAIM).stream()
        .map(it -> it.ref().session().sessionId() + " " + it.ref().token() + " " + it.claims())
        .findFirst()
        .orElse("none");
  }

  @Operation
  public String settle(@Param(name = "session") int session, @Param(name = "small") int token) {
    return store.chains().settle(List.of(LincheckIntents.done(session, token))).get(0).name();
  }

  @Operation
  public void release(@Param(name = "session") int session, @Param(name = "small") int token) {
    store.chains().release(List.of(LincheckIntents.done(session, token).ref()));
  }

  @Operation
  public String chain(@Param(name = "session") int session) {
    return store.chains().find(LincheckIntents.key(session)).map(Object::toString).orElse("none");
  }

  @Test
  void results_under_stress_are_linearizable() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .iterations(ITERATIONS)
        .invocationsPerIteration(1_000)
        .check(MemoryStoreLincheckTest.class);
  }

  @Test
  void results_of_explored_interleavings_are_linearizable() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(1)
        .iterations(3)
        .invocationsPerIteration(30)
        .check(MemoryStoreLincheckTest.class);
  }

  @Test
  void an_open_after_a_close_finds_the_chain_of_the_ended_session_due() throws Exception {
    Actor close = new Actor(OpensAfterAnEnd.class.getMethod("close"), List.of());
    Actor open = new Actor(OpensAfterAnEnd.class.getMethod("open"), List.of());
    Actor claim = new Actor(OpensAfterAnEnd.class.getMethod("claim"), List.of());
    new ModelCheckingOptions()
        .iterations(0)
        .addCustomScenario(
            new ExecutionScenario(
                List.of(), List.of(List.of(close), List.of(open, claim)), List.of(), null))
        .invocationsPerIteration(60)
        .check(OpensAfterAnEnd.class);
  }

  @Test
  void a_check_then_act_store_is_detected() {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .threads(2)
            .actorsPerThread(1)
            .actorsBefore(0)
            .actorsAfter(0)
            .iterations(1);
    assertThatThrownBy(() -> options.check(ChecksThenActs.class))
        .isInstanceOf(AssertionError.class);
  }

  private static String text(CloseReply reply) {
    String name = reply.getClass().getSimpleName();
    if (reply instanceof CloseReply.Closed closed) {
      return name + " " + text(closed.session());
    }
    return reply instanceof CloseReply.AlreadyEnded ended
        ? name + " " + text(ended.session())
        : name;
  }

  private static String text(Session session) {
    return session.id().getLeastSignificantBits()
        + " "
        + session.statusText()
        + " by "
        + session.supersededById()
        + " messages "
        + session.messageCount();
  }
}
