package dev.sessionlifecycle.benchmarks.campaign;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.api.Trigger;

/**
 * The trigger of {@link Audit} for H2, where triggers are Java classes. H2 instantiates it by name.
 */
public final class EffectTrigger implements Trigger {
  private static final Pattern STEP = Pattern.compile("\"step\":\"([a-z]+)\"");
  private static final Pattern EXECUTION = Pattern.compile("\"execution\":\"([0-9a-f-]+)\"");

  private int id = -1;
  private int metadata = -1;
  private int contextVariables = -1;

  /** Creates the trigger, for H2. */
  public EffectTrigger() {}

  @Override
  public void init(
      Connection connection, String schema, String trigger, String table, boolean before, int type)
      throws SQLException {
    try (ResultSet columns = connection.getMetaData().getColumns(null, schema, table, null)) {
      while (columns.next()) {
        int place = columns.getInt("ORDINAL_POSITION") - 1;
        switch (columns.getString("COLUMN_NAME")) {
          case "ID" -> id = place;
          case "METADATA" -> metadata = place;
          case "CONTEXT_VARIABLES" -> contextVariables = place;
          default -> {
            // Not written by the campaign.
          }
        }
      }
    }
  }

  @Override
  public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
    for (int column : List.of(metadata, contextVariables)) {
      if (!Objects.equals(before[column], after[column])) {
        insert(connection, (UUID) after[id], (String) after[column]);
      }
    }
  }

  private static void insert(Connection connection, UUID session, String text) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO effect_seen (session_id, step, execution) VALUES (?, ?, ?)")) {
      statement.setObject(1, session);
      statement.setString(2, found(STEP, text));
      statement.setString(3, found(EXECUTION, text));
      statement.executeUpdate();
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
