/**
 * The words of a conversation session and the contract of a finalize step.
 *
 * <p>Step authors depend on this module alone. It is the lowest of the library: it needs nothing
 * but {@code java.base}, and it moves rarely, so that a step jar built against one version goes on
 * working when the engine behind it changes.
 */
module dev.sessionlifecycle.finalizespi {
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.model;
  exports dev.sessionlifecycle.finalize;
}
