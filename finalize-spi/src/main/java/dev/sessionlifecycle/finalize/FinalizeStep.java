package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * One step of the work that follows the end of a session, such as a scrub or a summary.
 *
 * <p>A step is a function of what it is given. It returns changes to the store as {@link Effects};
 * the engine writes them together with the step's completion, so that they happen exactly once,
 * whatever crashes. What a step does elsewhere (a call to another system) happens at least once:
 * send {@link StepContext#idempotencyKey()} along.
 *
 * <p>A step is called by several threads at once, for different sessions. A thrown exception leads
 * to a retry with backoff; its class name is recorded, its message never is, since it may quote the
 * conversation.
 */
public interface FinalizeStep {

  /**
   * The step's stable name. It is stored with every chain that holds the step: renaming a step
   * makes it another one.
   *
   * @return 1 to 64 characters: lower-case ASCII letters, digits, hyphen, underscore and dot,
   *     beginning with a letter or digit
   */
  String name();

  /**
   * Does the work for one session.
   *
   * @throws Exception to be tried again later, until the limit of attempts parks the step
   */
  StepOutcome execute(StepContext context) throws Exception;

  /** The work of a step, without its name. */
  @FunctionalInterface
  interface Work {
    /** See {@link FinalizeStep#execute(StepContext)}. */
    StepOutcome execute(StepContext context) throws Exception;
  }

  /** Returns a step with this name that does this work. */
  static FinalizeStep of(String name, Work work) {
    Validator.require("name", name);
    Validator.require("work", work);
    return new FinalizeStep() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public StepOutcome execute(StepContext context) throws Exception {
        return work.execute(context);
      }

      @Override
      public String toString() {
        return "FinalizeStep[" + name + "]";
      }
    };
  }
}
