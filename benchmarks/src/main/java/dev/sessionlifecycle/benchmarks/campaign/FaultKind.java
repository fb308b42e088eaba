package dev.sessionlifecycle.benchmarks.campaign;

import java.util.Locale;

/** A kind of fault that a campaign injects. */
public enum FaultKind {
  /** SIGKILL to a worker, which is restarted. */
  WORKER_KILLED,
  /** SIGSTOP to a worker until its leases have expired, then SIGCONT. */
  WORKER_FROZEN,
  /** {@code pg_terminate_backend} for sessions of one process. */
  BACKEND_TERMINATED,
  /** Cuts every connection of one process. */
  CONNECTION_CUT,
  /** Swallows the response to a commit and cuts the connection. */
  ACKNOWLEDGEMENT_LOST,
  /** SIGKILL to the postmaster, which is restarted. */
  SERVER_KILLED,
  /** Sets the clock of a process back or forward by up to ten years. */
  CLOCK_SKEWED;

  /** Returns the name for printing. */
  String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
