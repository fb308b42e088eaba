package dev.sessionlifecycle.benchmarks.campaign;

import java.util.Locale;

/** What is done to the processes of a campaign. */
public enum FaultKind {
  /** SIGKILL to a worker, which is started again. */
  WORKER_KILLED,
  /** SIGSTOP to a worker until its leases have lapsed, then SIGCONT. */
  WORKER_FROZEN,
  /** {@code pg_terminate_backend} of sessions of one process. */
  BACKEND_TERMINATED,
  /** Every connection of one process is cut. */
  CONNECTION_CUT,
  /** The answer to a commit is swallowed, and the connection is cut. */
  ACKNOWLEDGEMENT_LOST,
  /** SIGKILL to the postmaster, which is started again. */
  SERVER_KILLED,
  /** The clock of a process jumps, to and fro, by up to ten years. */
  CLOCK_SKEWED;

  /** The name as it is printed. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
