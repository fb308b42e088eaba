package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes settlements in batches. A chain that cannot be written never prevents the others in its
 * batch from being written.
 */
record Settler(FinalizerContext context, RunStats stats) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  /** After this many failures of single chains, the rest of a batch waits for the next retry. */
  private static final int MAX_FAILURES = 3;

  /**
   * The result of writing a batch.
   *
   * @param held written; still leased, with further steps
   * @param over released or lost
   * @param reduced refused by the store; to be settled again without their effects
   * @param failed not known to be written; to be settled with {@link #retry} later
   */
  record Result(
      List<ChainRun> held, List<ChainRun> over, List<ChainRun> reduced, List<ChainRun> failed) {
    Result() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** Whether any chain was written or no longer needs writing. */
    boolean hasProgress() {
      return !held.isEmpty() || !over.isEmpty();
    }
  }

  /** Settles these chains. Throws no exception of the store. */
  Result settle(List<ChainRun> runs) {
    Result result = new Result();
    if (!send(runs, false, result)) {
      result.failed().addAll(runs);
    }
    return result;
  }

  /**
   * Settles chains whose settlement failed before, first checking whether it was written
   * nevertheless. Each chain is settled by itself, so that an obstacle to one, such as a row that
   * stays locked, does not affect the others. If the store does not respond or too many fail, the
   * rest goes first at the next retry.
   */
  Result retry(List<ChainRun> runs) {
    Result result = new Result();
    Deque<ChainRun> missing = new ArrayDeque<>();
    for (int i = 0; i < runs.size(); i++) {
      ChainRun run = runs.get(i);
      try {
        if (isWritten(run)) {
          apply(SettleReply.SETTLED, run, context.tick(), result);
        } else {
          missing.add(run);
        }
      } catch (RuntimeException e) {
        context.storeFailed("settle", e);
        result.failed().addAll(missing);
        result.failed().addAll(runs.subList(i, runs.size()));
        return result;
      }
    }
    List<ChainRun> failed = new ArrayList<>();
    boolean responds = true;
    while (responds && !missing.isEmpty() && failed.size() < MAX_FAILURES) {
      ChainRun run = missing.remove();
      if (!send(List.of(run), true, result)) {
        failed.add(run);
        responds = ask(it -> context.chains().find(it.ref().session()).isPresent(), run);
      }
    }
    result.failed().addAll(missing);
    result.failed().addAll(failed);
    return result;
  }

  /** Sends settlements; returns false if the call failed. */
  private boolean send(List<ChainRun> runs, boolean again, Result result) {
    long before = context.tick();
    List<SettleReply> replies;
    try {
      replies = context.chains().settle(runs.stream().map(Settler::settlement).toList());
    } catch (RuntimeException e) {
      context.storeFailed("settle", e);
      if (runs.size() == 1 && !isTransient(e) && runs.get(0).countFailure()) {
        abandon(runs.get(0), result);
        return true;
      }
      return false;
    }
    for (int i = 0; i < runs.size(); i++) {
      SettleReply reply = replies.get(i);
      // The first call may still have been in progress when the store was asked whether it was
      // written.
      boolean wasWritten = again && reply == SettleReply.STALE && ask(this::isWritten, runs.get(i));
      apply(wasWritten ? SettleReply.SETTLED : reply, runs.get(i), before, result);
    }
    return true;
  }

  private void apply(SettleReply reply, ChainRun run, long before, Result result) {
    switch (reply) {
      case SETTLED -> {
        boolean isHeld = settlement(run).next() instanceof Settlement.KeepLease;
        stats.committed(run.settled(before));
        (isHeld ? result.held() : result.over()).add(run);
      }
      case STALE -> {
        run.lose();
        stats.leaseLost(run);
        result.over().add(run);
      }
      case REFUSED -> {
        if (run.dropEffects()) {
          result.reduced().add(run);
        } else {
          abandon(run, result);
        }
      }
    }
  }

  private static void abandon(ChainRun run, Result result) {
    LOG.error(
        "The chain of session {} of organization {} cannot be settled; it is left to its lease",
        run.ref().session().sessionId(),
        run.ref().session().organizationId());
    run.lose();
    result.over().add(run);
  }

  /** Whether the settlement was written although the call failed. */
  private boolean isWritten(ChainRun run) {
    Optional<ChainRecord> record = context.chains().find(run.ref().session());
    return record.isPresent()
        && record.get().token() == run.ref().token()
        && record.get().state().equals(settlement(run).state())
        && run.changesState();
  }

  /** Asks the store; false if it does not respond. */
  private boolean ask(Predicate<ChainRun> question, ChainRun run) {
    try {
      return question.test(run);
    } catch (RuntimeException e) {
      context.storeFailed("settle", e);
      return false;
    }
  }

  private static boolean isTransient(RuntimeException e) {
    return e instanceof StoreException store && store.isTransient();
  }

  private static Settlement settlement(ChainRun run) {
    return Objects.requireNonNull(run.settlement(), "there is nothing to settle");
  }
}
