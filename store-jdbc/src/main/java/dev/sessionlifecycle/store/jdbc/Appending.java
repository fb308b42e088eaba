package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.rules.AppendDecision;
import dev.sessionlifecycle.spi.rules.AppendRules;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Instant;
import java.util.List;

/** Appends messages under the lock of the session's row. */
final class Appending {
  private final Tables tables;

  Appending(Tables tables) {
    this.tables = tables;
  }

  AppendReply append(Tx tx, AppendIntent intent) {
    LockedRow row = tables.sessions().lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new AppendReply.Missing();
    }
    AppendDecision decision =
        AppendRules.judge(
            row.session(),
            row.ownerToken(),
            intent,
            tables.messages().known(tx, row, intent.messages()),
            row.now());
    if (!decision.fresh().isEmpty()) {
      tables.messages().insert(tx, row, decision.fresh());
      tables.sessions().save(tx, row, decision.session(), row.entries(), null);
    }
    return decision.reply();
  }

  /** Writes a closing buffer and returns the session with it counted in. */
  Session writeBuffer(Tx tx, LockedRow row, List<Message> buffer, Instant at) {
    if (buffer.isEmpty()) {
      return row.session();
    }
    List<StoredMessage> fresh =
        AppendRules.fresh(row.session(), buffer, tables.messages().known(tx, row, buffer));
    tables.messages().insert(tx, row, fresh);
    return SessionRules.appended(row.session(), fresh, at, row.now());
  }
}
