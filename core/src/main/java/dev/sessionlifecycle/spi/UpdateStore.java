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

  /**
   * Records the disposition of an ended session, as {@link
   * dev.sessionlifecycle.spi.rules.AfterCallRules} say, on the row as it stands.
   *
   * @throws dev.sessionlifecycle.errors.SchemaOutdatedException on a schema without its columns
   */
  DispositionReply disposition(DispositionIntent intent);

  /**
   * Adds to the usage of a session and remembers the report, as {@link
   * dev.sessionlifecycle.spi.rules.AfterCallRules} say, on the row as it stands. Reports are
   * forgotten when the session is anonymized; the usage stays.
   *
   * @throws dev.sessionlifecycle.errors.SchemaOutdatedException on a schema without its columns
   */
  UsageReply addUsage(UsageIntent intent);
}
