package dev.sessionlifecycle.store.memory.linearizability;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import org.jetbrains.lincheck.datastructures.Operation;

/** Two sessions of one user follow each other; who sees the second sees all of the first's end. */
public class OpensAfterAnEnd {

  private final InMemorySessionStore store = InMemorySessionStore.create(() -> LincheckIntents.NOW);

  {
    store.chains().register(LincheckIntents.SCRUB);
    store.open(LincheckIntents.open(1, OpenPolicy.REJECT));
  }

  @Operation
  public String close() {
    return store.close(LincheckIntents.end(1, SessionStatus.CLOSED)).getClass().getSimpleName();
  }

  @Operation
  public String open() {
    return store.open(LincheckIntents.open(2, OpenPolicy.REJECT)).getClass().getSimpleName();
  }

  @Operation
  public int claim() {
    return store.chains().claim(LincheckIntents.CLAIM).size();
  }
}
