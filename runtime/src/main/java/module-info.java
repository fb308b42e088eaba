/**
 * For workers that talk with end users: turns around the host's agent, call transfers, and the
 * close endpoints of two conversation platforms.
 */
module dev.sessionlifecycle.runtime {
  requires transitive dev.sessionlifecycle.core;
  requires static transitive org.jspecify;
  requires org.slf4j;

  exports dev.sessionlifecycle.conversation;
  exports dev.sessionlifecycle.runtime;
  exports dev.sessionlifecycle.runtime.transfer;
}
