package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.spi.rules.UpdateRules;

/** Updates of session fields by users. */
record MemoryUpdates(MemoryState data) implements UpdateStore {
  @Override
  public UpdateReply update(UpdateIntent intent) {
    SessionCell cell = data.cell(intent.session());
    if (cell == null) {
      return new UpdateReply.Missing();
    }
    synchronized (cell) {
      if (cell.gone) {
        return new UpdateReply.Missing();
      }
      UpdateReply reply = UpdateRules.judge(cell.row, intent);
      if (reply instanceof UpdateReply.Updated done) {
        cell.row = done.session();
      }
      return reply;
    }
  }
}
