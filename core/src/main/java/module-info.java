/**
 * The life of a conversation session, above all its end: the front door, the pure decisions behind
 * it, the finalize engine, and the interfaces that a store implements.
 */
module dev.sessionlifecycle.core {
  requires transitive dev.sessionlifecycle.finalizespi;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.sessionlifecycle;
  exports dev.sessionlifecycle.retention;
  exports dev.sessionlifecycle.runtime;
  exports dev.sessionlifecycle.spi;
}
