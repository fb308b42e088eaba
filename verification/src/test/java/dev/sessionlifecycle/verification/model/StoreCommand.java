package dev.sessionlifecycle.verification.model;

/** A command that a store answers. */
sealed interface StoreCommand extends Command
    permits SessionCommand,
        UpdateCommand,
        ReadCommand,
        ChainCommand,
        OwnerCommand,
        TimeCommand,
        RetentionCommand {

  /** Does it, and answers a value that can be compared with that of another store. */
  Object applyTo(CommandTarget subject);
}
