package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.OpenPolicy;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Random commands, weighted so that sequences of a hundred reach every state. */
public final class Commands {
  private static final List<SessionStatus> BEGINNINGS =
      List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);
  private static final List<SessionStatus> LIVE =
      SessionStatus.all().stream().filter(SessionStatus::isLive).toList();
  private static final List<TerminationReason> SPECIFIC =
      Stream.of(TerminationReason.values()).filter(it -> !it.isUnspecific()).toList();

  private final CommandRandom dice;
  private final SideCommands side;

  private Commands(RandomGenerator random) {
    this.dice = new CommandRandom(random);
    this.side = new SideCommands(this, dice);
  }

  /** Returns a random command. */
  public static Command random(RandomGenerator random) {
    return new Commands(random).next();
  }

  private Command next() {
    int kind = dice.below(140);
    if (kind < 10) {
      return new ClockAdvance(dice.millis());
    } else if (kind < 12) {
      return new ClockRewind(dice.below(7_200_000), anyButExternal());
    } else if (kind < 62) {
      return sessionCommand(kind);
    } else if (kind < 72) {
      return readCommand();
    } else if (kind < 90) {
      return side.chainCommand();
    }
    if (kind < 120) {
      return kind < 100 ? side.ownerCommand() : side.updateCommand();
    }
    return kind < 128 ? side.timeCommand() : side.retentionCommand();
  }

  private Command sessionCommand(int kind) {
    if (kind < 27) {
      return open();
    } else if (kind < 37) {
      return append();
    } else if (kind < 47) {
      return move();
    } else if (kind < 52) {
      return close();
    } else if (kind < 55) {
      return many();
    } else if (kind < 58) {
      return new SessionCommand.CloseExternal(dice.below(4), close());
    } else if (kind < 60) {
      return new SessionCommand.Enrich(
          dice.organization(), dice.session(), dice.of(SPECIFIC), dice.at());
    }
    return new SessionCommand.Define(
        dice.organization(), dice.below(2), 1 + dice.below(100), dice.coin());
  }

  SessionCommand.Append append() {
    return new SessionCommand.Append(
        dice.organization(),
        dice.session(),
        dice.below(4) == 0 ? dice.below(3) : -1,
        dice.texts(),
        dice.at());
  }

  private StoreCommand many() {
    int count = 1 + dice.below(4);
    return switch (dice.below(4)) {
      case 0 ->
          new SessionCommand.CloseTogether(Stream.generate(this::close).limit(count).toList());
      case 1 ->
          new SessionCommand.AppendTogether(Stream.generate(this::append).limit(count).toList());
      case 2 -> new SessionCommand.MoveTogether(Stream.generate(this::move).limit(count).toList());
      default -> new SessionCommand.CloseAll(Stream.generate(this::close).limit(count).toList());
    };
  }

  private SessionCommand.Move move() {
    return new SessionCommand.Move(
        dice.organization(), dice.session(), dice.of(LIVE), dice.seconds(), dice.at());
  }

  SessionCommand.Open open() {
    return new SessionCommand.Open(
        dice.organization(),
        dice.session(),
        dice.below(2),
        dice.below(2) == 0 ? SessionType.LIVE : dice.of(List.of(SessionType.values())),
        dice.of(BEGINNINGS),
        dice.of(List.of(OpenPolicy.values())),
        dice.below(7) - 3,
        dice.below(3) - 1,
        dice.seconds(),
        dice.at());
  }

  private SessionCommand.Close close() {
    boolean unknown = dice.below(3) == 0;
    return new SessionCommand.Close(
        dice.organization(),
        dice.session(),
        dice.of(List.of(SessionCommand.CloseVariant.values())),
        unknown ? TerminationReason.UNKNOWN : dice.of(List.of(TerminationReason.values())),
        dice.at());
  }

  private Command readCommand() {
    return switch (dice.below(6)) {
      case 0 -> new ReadCommand.Find(dice.organization(), dice.session());
      case 1 -> new ReadCommand.FindByRef(dice.organization(), dice.below(4));
      case 2 ->
          new ReadCommand.Page(
              dice.organization(), dice.session(), dice.below(4), 1 + dice.below(4));
      case 3 -> new ReadCommand.Count(dice.organization(), dice.statuses(), dice.below(3) - 1);
      case 4 -> new ReadCommand.Series(dice.organization(), dice.below(90), dice.below(20));
      default ->
          new ReadCommand.Listing(
              dice.organization(), dice.statuses(), dice.below(3) - 1, 1 + dice.below(4));
    };
  }

  private StoreCommand anyButExternal() {
    return switch (dice.below(7)) {
      case 0 -> append();
      case 1 -> move();
      case 2 -> close();
      case 3 -> side.settle();
      case 4 -> side.retentionCommand();
      case 5 -> side.timeCommand();
      default -> side.ownerCommand();
    };
  }
}
