/**
 * The lifecycle of conversation sessions: the API for embedders, the decision rules, the finalize
 * engine, and the interfaces that a store implements.
 */
module dev.sessionlifecycle.core {
  requires transitive dev.sessionlifecycle.finalizespi;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.sessionlifecycle;
  exports dev.sessionlifecycle.retention;
  exports dev.sessionlifecycle.spi;
}
