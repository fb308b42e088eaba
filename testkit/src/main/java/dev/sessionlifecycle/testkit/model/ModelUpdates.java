package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.spi.RowUpdates;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;

/** What users change about sessions of the model. */
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
      UpdateReply reply = RowUpdates.judge(row.session, intent);
      if (reply instanceof UpdateReply.Done done) {
        row.session = done.session();
      }
      return reply;
    }
  }
}
