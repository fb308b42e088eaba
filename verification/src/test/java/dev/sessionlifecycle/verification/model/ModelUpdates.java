package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
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
}
