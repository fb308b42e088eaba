package dev.sessionlifecycle.housekeeping;

/**
 * Receives what housekeeping does on this node, on the thread that does it: a thread of a started
 * run, or the caller of {@link Housekeeping#runDue}. What it throws is logged and otherwise
 * ignored.
 */
public interface HousekeepingListener {

  /** A sweep, or a call of {@link Housekeeping#runDue}, has done what the report says. */
  default void completed(HousekeepingReport report) {}

  /** A sweep has failed; what it did before stays done. A started run goes on later. */
  default void failed(HousekeepingFailure failure) {}
}
