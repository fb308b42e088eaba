package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.spi.rules.UpdateRules;

/** What users change about sessions beside their status. */
public interface UpdateStore {

  /**
   * Updates what describes a session, as {@link UpdateRules#judge} says, on the row as it stands:
   * all of the update or nothing. {@code updatedAt} becomes the greater of itself and the intent's
   * time where anything changes. It is no activity, and writes no history entry.
   */
  UpdateReply update(UpdateIntent intent);
}
