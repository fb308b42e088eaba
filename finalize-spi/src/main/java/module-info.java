/**
 * The vocabulary of a conversation session and the contract of a finalize step.
 *
 * <p>Step authors depend on this module alone. It is the lowest of the library: it needs nothing
 * but {@code java.base}, and it changes rarely, so a step compiled against one version keeps
 * working when the engine behind it changes.
 */
@SuppressWarnings("module") // the modules of the qualified export are compiled after this one
module dev.sessionlifecycle.finalizespi {
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.errors;
  exports dev.sessionlifecycle.model;
  exports dev.sessionlifecycle.finalize;
  // Validation, JSON and text routines that all modules of the library share.
  exports dev.sessionlifecycle.finalize.internal to
      dev.sessionlifecycle.assertj,
      dev.sessionlifecycle.console,
      dev.sessionlifecycle.core,
      dev.sessionlifecycle.micrometer,
      dev.sessionlifecycle.opentelemetry,
      dev.sessionlifecycle.providers,
      dev.sessionlifecycle.events,
      dev.sessionlifecycle.events.kafka,
      dev.sessionlifecycle.http,
      dev.sessionlifecycle.runtime,
      dev.sessionlifecycle.scrub.ner,
      dev.sessionlifecycle.spring,
      dev.sessionlifecycle.steps,
      dev.sessionlifecycle.store.jdbc,
      dev.sessionlifecycle.summarize.langchain4j,
      dev.sessionlifecycle.testkit,
      dev.sessionlifecycle.testkit.postgres;
}
