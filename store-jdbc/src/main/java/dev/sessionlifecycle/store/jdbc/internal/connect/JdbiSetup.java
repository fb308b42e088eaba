package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
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
 * Configures Jdbi: times are bound in UTC and ids as UUIDs, statements run exactly as written, and
 * errors contain no bound values.
 */
public final class JdbiSetup {
  private JdbiSetup() {}

  public static Jdbi configure(Jdbi jdbi) {
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(TemplateEngine.NOP)
        .setUnusedBindingAllowed(true);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    return jdbi.registerArgument(new Times()).registerArgument(new Ids());
  }

  /** Jdbi's own binding depends on the default time zone, and shifts times when it changes. */
  private static final class Times extends AbstractArgumentFactory<Instant> {
    Times() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setObject(position, Columns.utc(value));
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
