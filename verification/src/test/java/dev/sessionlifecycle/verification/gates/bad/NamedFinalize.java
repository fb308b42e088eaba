package dev.sessionlifecycle.verification.gates.bad;

/** A name that the garbage collector uses. */
public interface NamedFinalize {
  void finalize(String session);
}
