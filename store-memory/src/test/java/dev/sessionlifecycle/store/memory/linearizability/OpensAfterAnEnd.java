package dev.sessionlifecycle.store.memory.linearizability;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import org.jetbrains.lincheck.datastructures.Operation;

/** Two sessions of one user follow each other; who sees the second sees all of the first's end. */
public class OpensAfterAnEnd {

  private final InMemorySessionStore store = InMemorySessionStore.create(() -> SmallWorld.NOW);

  {
    store.chains().register(SmallWorld.SCRUB);
    store.open(SmallWorld.open(1, OpenPolicy.REJECT));
  }

  @Operation
  public String close() {
    return store.close(SmallWorld.end(1, SessionStatus.CLOSED)).getClass().getSimpleName();
  }

  @Operation
  public String open() {
    return store.open(SmallWorld.open(2, OpenPolicy.REJECT)).getClass().getSimpleName();
  }

  @Operation
  public int claim() {
    return store.chains().claim(SmallWorld.CLAIM).size();
  }
}
