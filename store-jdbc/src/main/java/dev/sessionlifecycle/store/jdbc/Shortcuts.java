package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import java.util.List;
import java.util.Optional;

/**
 * What a database can do in one statement where nothing is in the way. An empty answer means that
 * nothing was done, and that the long way has to say why; so a shortcut never refuses anything.
 */
interface Shortcuts {

  Optional<OpenResult> open(OpenIntent intent);

  Optional<AppendReply> append(AppendIntent intent);

  Optional<TransitionReply> transition(TransitionIntent intent);

  Optional<CloseReply> close(CloseIntent intent);

  /** Sessions on the same terms, each once, in the order in which all lock them. */
  Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder);

  /** None: everything goes the long way. */
  static Shortcuts none() {
    return new Shortcuts() {
      @Override
      public Optional<OpenResult> open(OpenIntent intent) {
        return Optional.empty();
      }

      @Override
      public Optional<AppendReply> append(AppendIntent intent) {
        return Optional.empty();
      }

      @Override
      public Optional<TransitionReply> transition(TransitionIntent intent) {
        return Optional.empty();
      }

      @Override
      public Optional<CloseReply> close(CloseIntent intent) {
        return Optional.empty();
      }

      @Override
      public Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder) {
        return Optional.empty();
      }
    };
  }

  /** Those of PostgreSQL. */
  static Shortcuts postgres(SqlText sql, Units units, SessionTable sessions) {
    PostgresOpening opening = new PostgresOpening(sql);
    PostgresAppending appending = new PostgresAppending(sql);
    PostgresMoving moving = new PostgresMoving(sql, sessions);
    PostgresClosing closing = new PostgresClosing(sql, sessions);
    return new Shortcuts() {
      @Override
      public Optional<OpenResult> open(OpenIntent intent) {
        Optional<Session> opened =
            PostgresOpening.isPlain(intent)
                ? units.single(tx -> opening.open(tx, intent))
                : Optional.empty();
        return opened.map(OpenResult.Opened::new);
      }

      @Override
      public Optional<AppendReply> append(AppendIntent intent) {
        return appending.append(units, intent);
      }

      @Override
      public Optional<TransitionReply> transition(TransitionIntent intent) {
        return units.single(tx -> moving.move(tx, intent)).map(TransitionReply.Moved::new);
      }

      @Override
      public Optional<CloseReply> close(CloseIntent intent) {
        return intent.buffer().isEmpty()
            ? Optional.of(closing.close(units, intent))
            : Optional.empty();
      }

      @Override
      public Optional<List<CloseReply>> closeAll(List<CloseIntent> inOrder) {
        return inOrder.stream().allMatch(intent -> intent.buffer().isEmpty())
            ? Optional.of(closing.closeAll(units, inOrder))
            : Optional.empty();
      }
    };
  }
}
