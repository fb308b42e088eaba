package dev.sessionlifecycle.internal.finalize;

import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is pending, many chains at once, and sorts the chains by what is to be done with
 * them. One that cannot be written never keeps the others from it.
 */
final class Settler {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  private final EngineParts parts;
  private final Tally tally;

  Settler(EngineParts parts, Tally tally) {
    this.parts = parts;
    this.tally = tally;
  }

  /**
   * What became of the chains.
   *
   * @param goOn held, with further steps
   * @param over given up, or lost
   * @param again to be settled again: at once with another settlement, or when the store is back
   * @param failed whether the store could not be reached
   */
  record Sorted(List<ChainRun> goOn, List<ChainRun> over, List<ChainRun> again, boolean failed) {
    Sorted() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), false);
    }
  }

  /** Settles these chains; each has something pending. Throws nothing that a store throws. */
  Sorted settle(List<ChainRun> runs) {
    return settle(runs, false);
  }

  private Sorted settle(List<ChainRun> runs, boolean again) {
    Sorted sorted = new Sorted();
    long before = parts.tick();
    List<SettleReply> replies;
    try {
      replies = parts.chains().settle(runs.stream().map(Settler::pending).toList());
    } catch (RuntimeException e) {
      parts.storeFailed("settle", e);
      return mayPass(e) ? later(runs) : oneByOne(runs);
    }
    for (int i = 0; i < runs.size(); i++) {
      ChainRun run = runs.get(i);
      boolean after = again && replies.get(i) == SettleReply.STALE && wasWritten(run);
      sort(run, after ? SettleReply.SETTLED : replies.get(i), before, sorted);
    }
    return sorted;
  }

  /**
   * The same for chains whose settlement has failed before and may have been written nevertheless:
   * looks first.
   */
  Sorted settleAgain(List<ChainRun> runs) {
    Sorted sorted = new Sorted();
    List<ChainRun> missing = new ArrayList<>();
    for (ChainRun run : runs) {
      try {
        if (isWritten(run)) {
          sort(run, SettleReply.SETTLED, parts.tick(), sorted);
        } else {
          missing.add(run);
        }
      } catch (RuntimeException e) {
        parts.storeFailed("settle", e);
        return add(
            later(runs.subList(runs.indexOf(run), runs.size())), add(later(missing), sorted));
      }
    }
    return missing.isEmpty() ? sorted : add(repeat(missing), sorted);
  }

  /**
   * Settles again what was not written: each by itself, since what holds one of them up, such as a
   * row that somebody has locked for long, is no matter of the others. Ends where nobody answers.
   */
  private Sorted repeat(List<ChainRun> runs) {
    Sorted all = new Sorted();
    for (int i = 0; i < runs.size(); i++) {
      Sorted one = settle(List.of(runs.get(i)), true);
      all = add(one, all);
      if (one.failed() && !answers(runs.get(i))) {
        return add(later(runs.subList(i + 1, runs.size())), all);
      }
    }
    return all;
  }

  private boolean answers(ChainRun run) {
    try {
      return parts.chains().find(run.ref().session()).isPresent();
    } catch (RuntimeException e) {
      parts.storeFailed("settle", e);
      return false;
    }
  }

  private Sorted oneByOne(List<ChainRun> runs) {
    if (runs.size() > 1) {
      Sorted all = new Sorted();
      for (ChainRun run : runs) {
        all = add(settleAgain(List.of(run)), all);
      }
      return all;
    }
    Sorted sorted = new Sorted();
    sort(runs.get(0), SettleReply.REFUSED, parts.tick(), sorted);
    return sorted;
  }

  private void sort(ChainRun run, SettleReply reply, long before, Sorted sorted) {
    switch (reply) {
      case SETTLED -> {
        boolean goesOn = pending(run).next() instanceof Settlement.Hold;
        tally.tell(run.settled(before));
        (goesOn ? sorted.goOn() : sorted.over()).add(run);
      }
      case STALE -> {
        run.lose();
        tally.lost(run);
        sorted.over().add(run);
      }
      case REFUSED -> {
        if (run.refused()) {
          sorted.again().add(run);
        } else {
          LOG.error(
              "The store refuses to settle the chain of session {} of organization {}",
              run.ref().session().sessionId(),
              run.ref().session().organizationId());
          run.lose();
          sorted.over().add(run);
        }
      }
    }
  }

  /** Whether the settlement was written though the store said that it failed. */
  private boolean isWritten(ChainRun run) {
    Optional<ChainRecord> record = parts.chains().find(run.ref().session());
    return record.isPresent()
        && record.get().token() == run.ref().token()
        && record.get().state().equals(pending(run).state())
        && run.unsettled().changes(pending(run).state());
  }

  /** The same after a repetition was refused: the first one may have been under way still. */
  private boolean wasWritten(ChainRun run) {
    try {
      return isWritten(run);
    } catch (RuntimeException e) {
      parts.storeFailed("settle", e);
      return false;
    }
  }

  private static Sorted later(List<ChainRun> runs) {
    return new Sorted(List.of(), List.of(), List.copyOf(runs), true);
  }

  private static Sorted add(Sorted more, Sorted to) {
    Sorted both = new Sorted(to.goOn(), to.over(), to.again(), to.failed() || more.failed());
    both.goOn().addAll(more.goOn());
    both.over().addAll(more.over());
    both.again().addAll(more.again());
    return both;
  }

  private static boolean mayPass(RuntimeException e) {
    return e instanceof StoreException store && store.isTransient();
  }

  private static Settlement pending(ChainRun run) {
    return Objects.requireNonNull(run.pending(), "nothing is pending");
  }
}
