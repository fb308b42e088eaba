package dev.sessionlifecycle.benchmarks.finalize;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Many sessions of an organization: one is created as a host would, the others are copies of it.
 */
final class Backlog {
  private static final List<String> OF_LIVE = List.of("sl_session", "sl_session_detail");
  private static final List<String> OF_ENDED =
      List.of("sl_session", "sl_session_detail", "sl_chain");

  private Backlog() {}

  /** Creates this many ended sessions, each with a due chain. */
  static void ended(String url, SessionLifecycle lifecycle, UUID organization, int count)
      throws SQLException {
    var sessions = lifecycle.organization(organization);
    Session session = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow();
    sessions.close(session.id(), "user_hangup");
    copy(url, OF_ENDED, session, count - 1);
  }

  /**
   * Creates this many live sessions in each of this many organizations; returns them alternating
   * between the organizations.
   */
  static List<SessionKey> live(
      String url, SessionLifecycle lifecycle, int organizations, int sessionsEach)
      throws SQLException {
    List<List<SessionKey>> all = new ArrayList<>();
    for (int i = 0; i < organizations; i++) {
      UUID organization = UUID.randomUUID();
      var sessions = lifecycle.organization(organization);
      Session session = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow();
      copy(url, OF_LIVE, session, sessionsEach - 1);
      all.add(keys(url, organization));
    }
    List<SessionKey> inTurn = new ArrayList<>();
    for (int i = 0; i < sessionsEach; i++) {
      for (List<SessionKey> one : all) {
        inTurn.add(one.get(i));
      }
    }
    return inTurn;
  }

  private static List<SessionKey> keys(String url, UUID organization) throws SQLException {
    List<SessionKey> keys = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id FROM sl_session WHERE organization_id = '" + organization + "'")) {
      while (rows.next()) {
        keys.add(new SessionKey(organization, rows.getObject(1, UUID.class)));
      }
    }
    return keys;
  }

  private static void copy(String url, List<String> tables, Session session, int count)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String table : count > 0 ? tables : List.<String>of()) {
        String id = table.equals("sl_chain") ? "session_id" : "id";
        String columns = String.join(", ", columns(statement, table));
        String values =
            columns
                .replaceFirst("\\b" + id + "\\b", "md5('" + session.id() + "' || n)::uuid")
                .replaceFirst("\\bdue_at\\b", "due_at - n * interval '1 microsecond'");
        statement.execute(
            String.format(
                    Locale.ROOT,
                    "INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %d) n",
                    table,
                    columns,
                    values,
                    table,
                    count)
                + String.format(
                    Locale.ROOT,
                    " WHERE organization_id = '%s' AND %s = '%s'",
                    session.organizationId(),
                    id,
                    session.id()));
      }
    }
  }

  private static List<String> columns(Statement statement, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT column_name FROM information_schema.columns"
                + " WHERE table_schema = current_schema() AND table_name = '"
                + table
                + "' AND is_identity = 'NO'")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }
}
