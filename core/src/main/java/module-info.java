/**
 * The lifecycle of conversation sessions: the API for embedders, the decision rules, the finalize
 * engine, and the interfaces that a store implements.
 */
module dev.sessionlifecycle.core {
  requires transitive dev.sessionlifecycle.finalizespi;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.sessionlifecycle.archive;
  exports dev.sessionlifecycle.finalizer;
  exports dev.sessionlifecycle.housekeeping;
  exports dev.sessionlifecycle.reasons;
  exports dev.sessionlifecycle.retention;
  exports dev.sessionlifecycle.session;
  exports dev.sessionlifecycle.spi.rules;
  exports dev.sessionlifecycle.spi;
  exports dev.sessionlifecycle;
}
