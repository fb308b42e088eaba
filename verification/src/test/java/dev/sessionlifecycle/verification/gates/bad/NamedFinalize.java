package dev.sessionlifecycle.verification.gates.bad;

/** A name that the garbage collector owns. */
public interface NamedFinalize {
  void finalize(String session);
}
