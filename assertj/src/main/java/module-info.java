/** Assertions about sessions for the tests of an application. */
module dev.sessionlifecycle.assertj {
  requires transitive dev.sessionlifecycle.core;
  requires transitive dev.sessionlifecycle.testkit;
  requires transitive org.assertj.core;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.assertj;
}
