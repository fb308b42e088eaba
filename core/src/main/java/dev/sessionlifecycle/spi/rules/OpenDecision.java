package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;

/** What a store has to do to carry out an {@link OpenIntent}; see {@link OpenRules}. */
public sealed interface OpenDecision {

  /** Writes nothing: the result is about a session that exists already. */
  record Existing(OpenResult result) implements OpenDecision {}

  /** Inserts the draft, stamped by {@link SessionRules#opened}. */
  record Insert() implements OpenDecision {}

  /**
   * Inserts the draft without an active key and ends it in the same transaction; the result is
   * {@link OpenResult.AlreadyEnded}.
   *
   * @param end how the session ends
   */
  record InsertEnded(CloseIntent end) implements OpenDecision {}

  /**
   * Ends the holder of the active key and inserts the draft in the same transaction; the result is
   * {@link OpenResult.Superseded}.
   *
   * @param end how the holder ends
   * @param intent the intent, for a session that stores no more than the holder
   */
  record Supersede(CloseIntent end, OpenIntent intent) implements OpenDecision {}
}
