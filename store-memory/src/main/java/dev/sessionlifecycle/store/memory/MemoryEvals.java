package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The eval runs of sessions. */
record MemoryEvals(MemoryState data) implements EvalStore {
  @Override
  public EvalReply record(EvalIntent intent) {
    return data.locked(
        intent.session(),
        new EvalReply.Missing(),
        cell -> {
          Session row = cell.row;
          NavigableMap<UUID, EvalRun> runs = cell.evals == null ? noRuns() : cell.evals;
          EvalRun known = runs.get(intent.run().id());
          if (row.status() == SessionStatus.UNRECOGNIZED) {
            return new EvalReply.NotWritable(row);
          } else if (known == null && runs.size() >= intent.most()) {
            return new EvalReply.Full(row);
          }
          EvalRun run = known == null ? intent.run() : intent.over(known);
          runs.put(run.id(), run);
          cell.evals = runs;
          cell.row =
              SessionBuilder.of(row).evalSummary(row.evalSummary().replacing(known, run)).build();
          return new EvalReply.Recorded(cell.row);
        });
  }

  private static NavigableMap<UUID, EvalRun> noRuns() {
    return new TreeMap<>(IdOrder.UNSIGNED);
  }

  @Override
  public Optional<EvalRun> find(SessionKey session, UUID runId) {
    return data.locked(
        session,
        Optional.empty(),
        cell -> cell.evals == null ? Optional.empty() : Optional.ofNullable(cell.evals.get(runId)));
  }

  @Override
  public List<EvalRun> list(SessionKey session, @Nullable UUID after, int limit) {
    return data.locked(
        session,
        List.of(),
        cell -> {
          NavigableMap<UUID, EvalRun> runs = cell.evals == null ? noRuns() : cell.evals;
          Map<UUID, EvalRun> rest = after == null ? runs : runs.tailMap(after, false);
          return rest.values().stream().limit(limit).toList();
        });
  }
}
