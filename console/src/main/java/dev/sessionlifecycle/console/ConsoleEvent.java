package dev.sessionlifecycle.console;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import java.util.UUID;

/**
 * What a user did in the console. Contains no text of a conversation.
 *
 * @param user the name of the user
 * @param organizationId the organization
 * @param action what it was
 * @param ids what it was done to: sessions, the hold, or the end user; empty where a filter said
 *     which
 * @param result what came of it
 * @param count how many sessions, chains or rows it concerned; 0 where nothing was done
 */
public record ConsoleEvent(
    String user, UUID organizationId, Action action, List<UUID> ids, Result result, int count) {

  /** What a user may do that is recorded. */
  public enum Action {
    /** Texts of a session were shown. */
    TEXTS_SHOWN,
    /** Reported reasons that no mapping knows were shown. */
    UNMAPPED_SHOWN,
    /** A page of sessions was downloaded. */
    PAGE_EXPORTED,
    /** Parked steps were let run again. */
    REPLAYED,
    /** Parked steps were skipped. */
    SKIPPED,
    /** A live session was ended. */
    ENDED,
    /** A hold was placed. */
    HOLD_PLACED,
    /** A hold was released. */
    HOLD_RELEASED,
    /** An end user was erased. */
    END_USER_ERASED
  }

  /** What came of it. */
  public enum Result {
    /** It was done. */
    DONE,
    /** There was nothing to do: it had been done before, or is gone. */
    NOTHING,
    /** The user lacks the permission. */
    REFUSED,
    /** It failed, with an error that the user was shown. */
    FAILED
  }

  /** Copies the ids. */
  public ConsoleEvent {
    Validator.require("user", user);
    Validator.require("organization_id", organizationId);
    Validator.require("action", action);
    Validator.require("result", result);
    ids = Validator.requireElements("ids", ids);
  }

  /** Leaves out the name of the user. */
  @Override
  public String toString() {
    return "ConsoleEvent[action=" + action + ", result=" + result + ", count=" + count + "]";
  }
}
