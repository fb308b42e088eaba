/**
 * What a store author, a step author and a host test with: conformance suites that a store passes
 * or is none, a clock to set, fixtures, and a model that predicts what a store answers.
 */
module dev.sessionlifecycle.testkit {
  requires transitive dev.sessionlifecycle.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.testkit;
  exports dev.sessionlifecycle.testkit.conformance;
  exports dev.sessionlifecycle.testkit.steps;
}
