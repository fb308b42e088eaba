package dev.sessionlifecycle.verification.gates.bad;

/** State that all lifecycles of a JVM would share. */
public final class MutableStatic {
  static int counter;

  private MutableStatic() {}
}
