package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.FinalizerEvent;
import dev.sessionlifecycle.FinalizerListener;
import java.util.UUID;

/** Records each chain that has finished. */
record FinishedChains(UUID organization, Ledger ledger) implements FinalizerListener {

  @Override
  public void on(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.ChainFinished finished
        && finished.organizationId().equals(organization)) {
      ledger.write(Ledger.Kind.FINISHED, finished.sessionId(), "chain");
    }
  }
}
