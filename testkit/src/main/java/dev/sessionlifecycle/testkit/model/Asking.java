package dev.sessionlifecycle.testkit.model;

/** A command that a store answers. */
sealed interface Asking extends Command
    permits SessionCommand,
        UpdateCommand,
        ReadCommand,
        ChainCommand,
        OwnerCommand,
        TimeCommand,
        RetentionCommand {

  /** Does it, and answers a value that can be compared with that of another store. */
  Object applyTo(Subject subject);
}
