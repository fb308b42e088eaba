package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.benchmarks.campaign.History.Seen;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.store.jdbc.internal.row.FirstAttempts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A record of effects kept by the database itself: a trigger, which knows nothing of the library,
 * inserts a row each time the effects of a step are written.
 */
public final class Audit {
  private static final String ON_H2 =
      String.format(
          Locale.ROOT,
          """
          CREATE TABLE effect_seen (place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            session_id uuid NOT NULL, step varchar(64) NOT NULL, execution varchar(64) NOT NULL);
          CREATE TRIGGER see_effect AFTER UPDATE ON sl_session_detail FOR EACH ROW CALL '%s'
          """,
          EffectTrigger.class.getName());
  private static final String ON_POSTGRESQL =
      """
        CREATE TABLE effect_seen (place bigserial PRIMARY KEY, session_id uuid NOT NULL,
          step text NOT NULL, execution text NOT NULL);
        CREATE FUNCTION see_effect() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.metadata::text <> OLD.metadata::text THEN
            INSERT INTO effect_seen (session_id, step, execution)
            VALUES (NEW.id, NEW.metadata ->> 'step', NEW.metadata ->> 'execution');
          END IF;
          IF NEW.context_variables::text <> OLD.context_variables::text THEN
            INSERT INTO effect_seen (session_id, step, execution)
            VALUES (NEW.id, NEW.context_variables ->> 'step', NEW.context_variables ->> 'execution');
          END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER see_effect AFTER UPDATE ON sl_session_detail
          FOR EACH ROW EXECUTE FUNCTION see_effect()
      """;

  private final String url;
  private final String user;

  /** Creates an audit of the database at this URL. */
  public Audit(String url, String user) {
    this.url = url;
    this.user = user;
  }

  /** Installs the trigger; the library's tables must exist. */
  public void install() {
    run(url.startsWith("jdbc:h2:") ? ON_H2 : ON_POSTGRESQL);
  }

  /** Returns how many ended sessions have an unfinished chain. */
  public int unfinished() {
    return number(
        "SELECT count(*) FROM sl_session s JOIN sl_chain c ON c.organization_id = s.organization_id"
            + " AND c.session_id = s.id WHERE c.finished_at IS NULL");
  }

  /** Returns how many attempts were recorded as lost. */
  public int lostAttempts() {
    return number("SELECT count(*) FROM sl_attempt WHERE result = 'lost'");
  }

  /** Terminates connections of this application, busy ones first; returns how many. */
  public int terminate(String application, int most) {
    return number(
        "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity"
            + " WHERE application_name = '"
            + application
            + "' ORDER BY state <> 'active', random() LIMIT "
            + most
            + ") victims");
  }

  /** Returns the history to check. */
  public History history(Set<UUID> acknowledged) {
    Map<UUID, List<String>> effects =
        steps("SELECT session_id, step FROM effect_seen ORDER BY place");
    Map<UUID, List<AttemptRecord>> first = firstAttempts();
    Map<UUID, List<String>> done = new HashMap<>();
    first.forEach(
        (id, attempts) ->
            attempts.stream()
                .filter(it -> it.result() == AttemptRecord.Result.DONE)
                .forEach(it -> done.computeIfAbsent(id, any -> new ArrayList<>()).add(it.step())));
    steps("SELECT session_id, step FROM sl_attempt WHERE result = 'done' ORDER BY session_id, id")
        .forEach((id, more) -> done.computeIfAbsent(id, any -> new ArrayList<>()).addAll(more));
    Map<UUID, Seen> sessions = new HashMap<>();
    query(
        """
        SELECT s.id, s.closed_at IS NOT NULL,
          s.finalized_at IS NOT NULL AND c.finished_at IS NOT NULL,
          s.started_at <= COALESCE(s.ended_at, s.started_at)
            AND COALESCE(s.ended_at <= s.closed_at, TRUE) AND COALESCE(s.duration_ms, 0) >= 0
            AND NOT EXISTS (SELECT 1 FROM sl_attempt a WHERE a.session_id = s.id
              AND a.ended_at < a.started_at)
        FROM sl_session s LEFT JOIN sl_chain c
          ON c.organization_id = s.organization_id AND c.session_id = s.id\
        """,
        row -> {
          UUID id = row.getObject(1, UUID.class);
          sessions.put(
              id,
              new Seen(
                  row.getBoolean(2),
                  row.getBoolean(3),
                  row.getBoolean(4)
                      && first.getOrDefault(id, List.of()).stream()
                          .noneMatch(it -> it.endedAt().isBefore(it.startedAt())),
                  done.getOrDefault(id, List.of()),
                  effects.getOrDefault(id, List.of())));
        });
    return new History(acknowledged, sessions);
  }

  private Map<UUID, List<AttemptRecord>> firstAttempts() {
    Map<UUID, List<AttemptRecord>> attempts = new HashMap<>();
    query(
        "SELECT session_id, first_attempts FROM sl_chain WHERE first_attempts IS NOT NULL",
        row -> attempts.put(row.getObject(1, UUID.class), FirstAttempts.read(row.getString(2))));
    return attempts;
  }

  private Map<UUID, List<String>> steps(String sql) {
    Map<UUID, List<String>> steps = new HashMap<>();
    query(
        sql,
        row ->
            steps
                .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                .add(row.getString(2)));
    return steps;
  }

  private int number(String sql) {
    List<Integer> numbers = new ArrayList<>();
    query(sql, row -> numbers.add(row.getInt(1)));
    return numbers.get(0);
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private void query(String sql, Row row) {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        row.read(rows);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask the database", e);
    }
  }

  private void run(String sql) {
    try (Connection connection = DriverManager.getConnection(url, user, "");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot prepare the database", e);
    }
  }
}
