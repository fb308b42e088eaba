/** Signed HTTP: what sends webhooks, and what verifies them on the other side. */
@SuppressWarnings("module") // the modules of the qualified export are compiled after this one
module dev.sessionlifecycle.http {
  requires transitive dev.sessionlifecycle.finalizespi;
  requires transitive java.net.http;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.http;
  // The sender that all modules of the library share.
  exports dev.sessionlifecycle.http.internal to
      dev.sessionlifecycle.events,
      dev.sessionlifecycle.steps;
}
