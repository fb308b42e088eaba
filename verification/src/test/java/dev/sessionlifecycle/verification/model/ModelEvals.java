package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalSummary;
import dev.sessionlifecycle.spi.EvalIntent;
import dev.sessionlifecycle.spi.EvalReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The eval runs of the model: the totals are counted again each time. */
final class ModelEvals implements EvalStore {
  private final ModelStore store;

  ModelEvals(ModelStore store) {
    this.store = store;
  }

  @Override
  public EvalReply record(EvalIntent intent) {
    synchronized (store) {
      ModelRow row = store.row(intent.session());
      if (row == null) {
        return new EvalReply.Missing();
      } else if (row.session.status() == SessionStatus.UNRECOGNIZED) {
        return new EvalReply.NotWritable(row.session);
      }
      EvalRun known = row.evals.get(intent.run().id());
      if (known == null && row.evals.size() >= intent.most()) {
        return new EvalReply.Full(row.session);
      }
      row.evals.put(intent.run().id(), known == null ? intent.run() : intent.over(known));
      EvalSummary total = row.deletedEvals;
      for (EvalRun each : row.evals.values()) {
        total = total.replacing(null, each);
      }
      row.session = SessionBuilder.of(row.session).evalSummary(total).build();
      return new EvalReply.Recorded(row.session);
    }
  }

  @Override
  public Optional<EvalRun> find(SessionKey session, UUID runId) {
    return list(session, null, Integer.MAX_VALUE).stream()
        .filter(run -> run.id().equals(runId))
        .findFirst();
  }

  @Override
  public List<EvalRun> list(SessionKey session, @Nullable UUID after, int limit) {
    synchronized (store) {
      ModelRow row = store.row(session);
      return row == null
          ? List.of()
          : row.evals.values().stream()
              .filter(run -> after == null || IdOrder.compare(run.id(), after) > 0)
              .limit(limit)
              .toList();
    }
  }
}
