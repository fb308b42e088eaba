package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.OpenPolicy;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Random commands, weighted so that sequences of a hundred reach every corner. */
public final class Commands {
  private static final List<SessionStatus> BEGINNINGS =
      List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);
  private static final List<SessionStatus> LIVE =
      SessionStatus.all().stream().filter(SessionStatus::isLive).toList();
  private static final List<TerminationReason> SPECIFIC =
      Stream.of(TerminationReason.values()).filter(it -> !it.isUnspecific()).toList();

  private final RandomGenerator random;

  private Commands(RandomGenerator random) {
    this.random = random;
  }

  /** One command. */
  public static Command random(RandomGenerator random) {
    return new Commands(random).next();
  }

  private Command next() {
    int kind = below(100);
    if (kind < 10) {
      return new Advance(millis());
    } else if (kind < 12) {
      return new Backwards(below(7_200_000), anyButExternal());
    } else if (kind < 62) {
      return sessionCommand(kind);
    } else if (kind < 72) {
      return readCommand();
    } else if (kind < 90) {
      return chainCommand();
    }
    return ownerCommand();
  }

  private Command sessionCommand(int kind) {
    if (kind < 27) {
      return open();
    } else if (kind < 37) {
      return append();
    } else if (kind < 47) {
      return move();
    } else if (kind < 53) {
      return close();
    } else if (kind < 55) {
      List<SessionCommand.Close> closes = Stream.generate(this::close).limit(1 + below(4)).toList();
      return new SessionCommand.CloseAll(closes);
    } else if (kind < 58) {
      return new SessionCommand.CloseExternal(below(4), close());
    } else if (kind < 60) {
      return new SessionCommand.Enrich(organization(), session(), of(SPECIFIC), at());
    }
    return new SessionCommand.Define(
        organization(), below(2), 1 + below(100), random.nextBoolean());
  }

  private Asking append() {
    return new SessionCommand.Append(organization(), session(), texts(), at());
  }

  private Asking move() {
    return new SessionCommand.Move(organization(), session(), of(LIVE), at());
  }

  private SessionCommand.Open open() {
    return new SessionCommand.Open(
        organization(),
        session(),
        below(2),
        below(2) == 0 ? SessionType.LIVE : of(List.of(SessionType.values())),
        of(BEGINNINGS),
        of(List.of(OpenPolicy.values())),
        below(7) - 3,
        below(3) - 1,
        at());
  }

  private SessionCommand.Close close() {
    boolean unknown = below(3) == 0;
    return new SessionCommand.Close(
        organization(),
        session(),
        of(List.of(SessionCommand.Door.values())),
        unknown ? TerminationReason.UNKNOWN : of(List.of(TerminationReason.values())),
        at());
  }

  private List<SessionCommand.Text> texts() {
    return IntStream.range(0, 8)
        .filter(i -> below(4) == 0)
        .mapToObj(
            i ->
                new SessionCommand.Text(
                    i, of(List.of(MessageRole.values())), below(12) == 0 ? 1 : 0, below(9) - 6))
        .toList();
  }

  private Command readCommand() {
    return switch (below(4)) {
      case 0 -> new ReadCommand.Find(organization(), session());
      case 1 -> new ReadCommand.FindByRef(organization(), below(4));
      case 2 -> new ReadCommand.Page(organization(), session(), below(4), 1 + below(4));
      default ->
          new ReadCommand.Listing(
              organization(),
              SessionStatus.all().stream().filter(it -> below(4) == 0).toList(),
              below(3) - 1,
              1 + below(4));
    };
  }

  private Command chainCommand() {
    int kind = below(18);
    if (kind < 5) {
      return new ChainCommand.Claim(
          1 + below(6), 1 + below(4), below(3) - 1, below(2) == 0 ? 30 : 600);
    } else if (kind < 10) {
      return settle();
    } else if (kind < 12) {
      return new ChainCommand.SettleAll(Stream.generate(this::settle).limit(3).toList());
    } else if (kind < 14) {
      return new ChainCommand.Renew(below(4), 1 + below(90));
    } else if (kind < 15) {
      return new ChainCommand.Release(below(4));
    } else if (kind < 17) {
      return new ChainCommand.Revise(organization(), session(), random.nextBoolean());
    }
    return below(4) == 0
        ? new ChainCommand.Shapes()
        : new ChainCommand.Parked(organization(), 1 + below(4));
  }

  private ChainCommand.Settle settle() {
    return new ChainCommand.Settle(
        below(5), of(List.of(ChainCommand.End.values())), random.nextInt());
  }

  private Asking ownerCommand() {
    return switch (below(7)) {
      case 0, 1, 2 ->
          new OwnerCommand.Acquire(organization(), session(), random.nextBoolean(), 1 + below(90));
      case 3 -> new OwnerCommand.Renew(below(3), 1 + below(90));
      case 4 -> new OwnerCommand.Touch(below(3), 1 + below(90));
      case 5 -> new OwnerCommand.Release(below(3));
      default -> new OwnerCommand.Flush(below(3), texts(), at());
    };
  }

  private Asking anyButExternal() {
    return switch (below(5)) {
      case 0 -> append();
      case 1 -> move();
      case 2 -> close();
      case 3 -> settle();
      default -> ownerCommand();
    };
  }

  /** Mostly a little, now and then a day. */
  private long millis() {
    return switch (below(8)) {
      case 0 -> 90_000_000L;
      case 1, 2 -> below(7_200_000);
      default -> below(60_000);
    };
  }

  private int organization() {
    return below(5) == 0 ? 1 : 0;
  }

  private int session() {
    return below(16);
  }

  private int at() {
    return below(3) == 0 ? below(20) - 10 : 0;
  }

  private <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  private int below(int bound) {
    return random.nextInt(bound);
  }
}
