package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.StoreException;
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

  /** So many failures of single chains end a repetition. */
  private static final int FAILURES = 3;

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
      boolean isHopeless = runs.size() == 1 && !mayPass(e) && runs.get(0).isHopeless();
      return isHopeless ? letGo(runs.get(0)) : later(runs);
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
   * row that somebody has locked for long, is no matter of the others. Where nobody answers, or too
   * many fail, the rest is for the next time, and comes first then.
   */
  private Sorted repeat(List<ChainRun> runs) {
    Sorted all = new Sorted();
    List<ChainRun> rest = new ArrayList<>(runs);
    List<ChainRun> failed = new ArrayList<>();
    while (!rest.isEmpty() && failed.size() < FAILURES) {
      ChainRun run = rest.remove(0);
      Sorted one = settle(List.of(run), true);
      if (one.failed()) {
        failed.add(run);
      } else {
        all = add(one, all);
      }
      if (one.failed() && !answers(run)) {
        break;
      }
    }
    rest.addAll(failed);
    return failed.isEmpty() ? all : add(later(rest), all);
  }

  private boolean answers(ChainRun run) {
    try {
      return parts.chains().find(run.ref().session()).isPresent();
    } catch (RuntimeException e) {
      parts.storeFailed("settle", e);
      return false;
    }
  }

  private Sorted letGo(ChainRun run) {
    LOG.error(
        "The chain of session {} of organization {} cannot be settled; it is left to its lease",
        run.ref().session().sessionId(),
        run.ref().session().organizationId());
    run.lose();
    return new Sorted(List.of(), List.of(run), List.of(), false);
  }

  private void sort(ChainRun run, SettleReply reply, long before, Sorted sorted) {
    switch (reply) {
      case SETTLED -> {
        boolean goesOn = pending(run).next() instanceof Settlement.KeepLease;
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
          sorted.over().addAll(letGo(run).over());
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
