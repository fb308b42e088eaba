package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import dev.sessionlifecycle.spi.rules.AfterCallRules;
import dev.sessionlifecycle.spi.rules.UpdateRules;

/** Updates of sessions in the model. */
final class ModelUpdates implements UpdateStore {
  private final ModelStore store;

  ModelUpdates(ModelStore store) {
    this.store = store;
  }

  @Override
  public UpdateReply update(UpdateIntent intent) {
    synchronized (store) {
      ModelRow row = store.row(intent.session());
      if (row == null) {
        return new UpdateReply.Missing();
      }
      UpdateReply reply = UpdateRules.judge(row.session, intent, store.now());
      if (reply instanceof UpdateReply.Updated done) {
        row.session = done.session();
      }
      return reply;
    }
  }

  @Override
  public DispositionReply disposition(DispositionIntent intent) {
    synchronized (store) {
      ModelRow row = store.row(intent.session());
      if (row == null) {
        return new DispositionReply.Missing();
      }
      DispositionReply reply = AfterCallRules.judge(row.session, intent, store.now());
      if (reply instanceof DispositionReply.Recorded done) {
        if (row.chain != null && row.session.disposition() == null) {
          row.chain.enrich(store.now());
        }
        row.session = done.session();
      }
      return reply;
    }
  }

  @Override
  public UsageReply addUsage(UsageIntent intent) {
    synchronized (store) {
      ModelRow row = store.row(intent.session());
      if (row == null) {
        return new UsageReply.Missing();
      }
      String report = intent.report();
      boolean isKnown = report != null && row.usageReports.contains(report);
      UsageReply reply =
          AfterCallRules.judge(row.session, isKnown, row.usageReports.size(), intent, store.now());
      if (reply instanceof UsageReply.Added done) {
        row.session = done.session();
        if (report != null) {
          row.usageReports.add(report);
        }
      }
      return reply;
    }
  }
}
