/** Ready-made finalize steps: scrub, summarize, and sync to a memory. */
module dev.sessionlifecycle.steps {
  requires transitive dev.sessionlifecycle.finalizespi;
  requires transitive java.net.http;
  requires dev.sessionlifecycle.http;
  requires static transitive org.jspecify;
  requires com.google.i18n.phonenumbers.libphonenumber; // automatic module, named in its manifest
  requires org.slf4j;

  exports dev.sessionlifecycle.steps.memory;
  exports dev.sessionlifecycle.steps.pii;
  exports dev.sessionlifecycle.steps.pii.detect;
  exports dev.sessionlifecycle.steps.summary;
}
