package dev.sessionlifecycle.store.jdbc;

import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * What Jdbi has to know: times as UTC, ids as ids, statements as they are written, and that its
 * errors hold nothing of them.
 */
final class JdbiSetup {
  private JdbiSetup() {}

  static Jdbi configure(Jdbi jdbi) {
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setUnusedBindingAllowed(true);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi.registerArgument(new Times()).registerArgument(new Ids());
  }

  /** Jdbi's own binding goes through the zone of the machine, and shifts times when it changes. */
  private static final class Times extends AbstractArgumentFactory<Instant> {
    Times() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, Rows.utc(value));
    }
  }

  private static final class Ids extends AbstractArgumentFactory<UUID> {
    Ids() {
      super(Types.OTHER);
    }

    @Override
    protected Argument build(UUID value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, value);
    }
  }
}
