package dev.sessionlifecycle.verification.model;

/** A command that is applied to a store. */
sealed interface StoreCommand extends Command
    permits SessionCommand,
        UpdateCommand,
        ReadCommand,
        ChainCommand,
        OwnerCommand,
        TimeCommand,
        RetentionCommand {

  /** Applies the command; returns a value that can be compared across stores. */
  Object applyTo(CommandTarget subject);
}
