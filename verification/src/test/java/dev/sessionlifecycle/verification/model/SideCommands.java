package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.EvalRunStatus;
import java.util.List;
import java.util.stream.Stream;

/** Random commands other than those that open, move and end sessions. */
final class SideCommands {
  private final Commands commands;
  private final CommandRandom dice;

  SideCommands(Commands commands, CommandRandom dice) {
    this.commands = commands;
    this.dice = dice;
  }

  Command chainCommand() {
    int kind = dice.below(18);
    if (kind < 5) {
      return new ChainCommand.Claim(
          1 + dice.below(6), 1 + dice.below(4), dice.below(3) - 1, dice.below(2) == 0 ? 30 : 600);
    } else if (kind < 10) {
      return settle();
    } else if (kind < 12) {
      return new ChainCommand.SettleAll(Stream.generate(this::settle).limit(3).toList());
    } else if (kind < 14) {
      return dice.coin()
          ? new ChainCommand.Renew(dice.below(4), 1 + dice.below(90))
          : new ChainCommand.ReplaceTexts(dice.below(4), 1 + dice.below(90), dice.below(3));
    } else if (kind < 15) {
      return new ChainCommand.Release(dice.below(4));
    } else if (kind < 17) {
      return new ChainCommand.Revise(dice.organization(), dice.session(), dice.coin());
    }
    return switch (dice.below(7)) {
      case 0 -> new ChainCommand.Shapes();
      case 3 -> new ChainCommand.MakeCurrent(dice.below(3));
      case 1 -> new ChainCommand.Backlog();
      case 2 -> new ChainCommand.Unfinished(3);
      case 4 -> new ChainCommand.BacklogOf(dice.organization());
      default -> new ChainCommand.Parked(dice.organization(), 1 + dice.below(4));
    };
  }

  ChainCommand.Settle settle() {
    return new ChainCommand.Settle(
        dice.below(5), dice.of(List.of(ChainCommand.End.values())), dice.any());
  }

  StoreCommand ownerCommand() {
    return switch (dice.below(10)) {
      case 0, 1, 2 ->
          new OwnerCommand.Acquire(
              dice.organization(), dice.session(), dice.coin(), 1 + dice.below(600), dice.at());
      case 3 -> new OwnerCommand.Renew(dice.below(3), 1 + dice.below(90));
      case 4 -> new OwnerCommand.Touch(dice.below(3), 1 + dice.below(90));
      case 5 -> new OwnerCommand.Release(dice.below(3));
      case 6 -> new OwnerCommand.Resume(dice.below(3), dice.coin(), 1 + dice.below(90));
      default -> new OwnerCommand.Flush(dice.below(2), dice.texts(), dice.at());
    };
  }

  StoreCommand updateCommand() {
    return switch (dice.below(12)) {
      case 0, 1, 2, 3 ->
          new UpdateCommand.Update(
              dice.organization(),
              dice.session(),
              dice.of(List.of(UpdateCommand.Part.values())),
              dice.below(4),
              dice.below(4) - 1 - dice.below(2),
              dice.at());
      case 4, 5 ->
          new UpdateCommand.Eval(
              dice.organization(),
              dice.session(),
              dice.below(4),
              dice.of(List.of(EvalRunStatus.values())),
              dice.coin());
      case 6 ->
          new UpdateCommand.OpenAll(
              Stream.generate(commands::open).limit(1 + dice.below(5)).toList());
      case 7 ->
          new UpdateCommand.CloseWhere(
              dice.organization(),
              dice.statuses(),
              dice.below(3) - 1,
              1 + dice.below(3),
              dice.of(List.of(TerminationReason.values())));
      case 8 ->
          new UpdateCommand.Dispose(
              dice.organization(), dice.session(), dice.below(3), dice.below(3) - 1, dice.at());
      case 9, 10 ->
          new UpdateCommand.AddUsage(
              dice.organization(),
              dice.session(),
              dice.below(4) - 1,
              dice.below(4),
              dice.below(100));
      default ->
          new UpdateCommand.AppendAll(
              Stream.generate(commands::append).limit(1 + dice.below(4)).toList());
    };
  }

  StoreCommand timeCommand() {
    return switch (dice.below(6)) {
      case 0, 1 -> new TimeCommand.ListDueSweeps(dice.organization(), 1 + dice.below(4));
      case 2 ->
          new TimeCommand.Reschedule(
              dice.organization(), 1 + dice.below(4), dice.seconds(), dice.below(4) > 0);
      case 3 ->
          new TimeCommand.MarkAllDue(
              dice.organization(), dice.session(), dice.coin(), 1 + dice.below(6));
      case 4 -> new TimeCommand.ForgetEarlyEnds(1 + dice.below(2), dice.coin());
      default -> new TimeCommand.TakeOver(dice.below(3), 1 + dice.below(90));
    };
  }

  StoreCommand retentionCommand() {
    return switch (dice.below(14)) {
      case 0 ->
          new RetentionCommand.PlaceHold(
              dice.organization(), dice.below(4), dice.below(9), dice.session());
      case 1, 2 -> new RetentionCommand.ReleaseHold(dice.organization(), dice.below(4));
      case 3, 4, 5, 6 ->
          new RetentionCommand.Dispose(
              dice.organization(),
              sessions(6),
              dice.of(List.of(Receipt.Kind.values())),
              dice.below(4) == 0,
              dice.coin(),
              dice.coin(),
              dice.any());
      case 7 -> new RetentionCommand.Archived(dice.organization(), sessions(3));
      case 8, 9 ->
          new RetentionCommand.ChangeRetention(
              dice.organization(), sessions(4), dice.below(4) - 1, dice.below(4) > 0);
      case 10 -> new RetentionCommand.Receipts(dice.organization(), 1 + dice.below(3));
      case 11 ->
          new RetentionCommand.CountDue(
              dice.organization(), dice.below(200_000), 1 + dice.below(4));
      case 12 ->
          new RetentionCommand.RecordErasure(
              dice.organization(), dice.below(3), dice.coin(), dice.any());
      default ->
          new RetentionCommand.PostponeDue(
              dice.organization(), 1 + dice.below(4), dice.below(90_000));
    };
  }

  private List<Integer> sessions(int most) {
    return Stream.generate(dice::session).limit(1 + dice.below(most)).toList();
  }
}
