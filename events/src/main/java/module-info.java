/** Announces the end of sessions to other systems. */
module dev.sessionlifecycle.events {
  requires transitive dev.sessionlifecycle.core;
  requires transitive dev.sessionlifecycle.http;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.events;
}
