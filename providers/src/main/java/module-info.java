/** Webhooks of voice platforms, verified and turned into opens, moves and ends of sessions. */
module dev.sessionlifecycle.providers {
  requires transitive dev.sessionlifecycle.core;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;

  exports dev.sessionlifecycle.providers;
}
