package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** The monthly partitions of messages and history. */
public final class MonthPartitions {
  /** How many months a new schema is prepared for, the current one included. */
  static final int MONTHS_AHEAD = 12;

  private static final List<String> TABLES = List.of("message", "history");

  /** The placeholder for a month in a statement; no name has its characters. */
  private static final String PLACEHOLDER = "<month>";

  private static final Pattern MONTH = Pattern.compile("([0-9]{4})(0[1-9]|1[0-2])");

  private final SqlTemplates sql;

  public MonthPartitions(SqlTemplates sql) {
    this.sql = sql;
  }

  /** Fills the month into a statement over its partitions. */
  public static String of(String statement, YearMonth month) {
    return statement.replace(PLACEHOLDER, Integer.toString(number(month)));
  }

  /** Returns the name of a partition, without schema and prefix. */
  private static String name(String table, YearMonth month) {
    return table + "_" + number(month);
  }

  /** Returns the month as stored in the column {@code created_month}. */
  private static int number(YearMonth month) {
    return month.getYear() * 100 + month.getMonthValue();
  }

  /** Returns the statements that create the partitions of these months. */
  List<String> statements(YearMonth first, int months) {
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < months; i++) {
      for (String table : TABLES) {
        statements.add(statement(table, first.plusMonths(i)));
      }
    }
    return statements;
  }

  private String statement(String table, YearMonth month) {
    return "CREATE TABLE IF NOT EXISTS "
        + sql.table(name(table, month))
        + " PARTITION OF "
        + sql.table(table)
        + " FOR VALUES FROM ("
        + number(month)
        + ") TO ("
        + number(month.plusMonths(1))
        + ") WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 1000)";
  }

  /**
   * Creates the missing partitions, each in its own transaction, since each locks the table for a
   * moment. A month with rows in the default partition stays there.
   *
   * @return how many were created
   */
  int prepare(Handle handle, YearMonth first, int months) {
    int created = 0;
    for (int i = 0; i < months; i++) {
      for (String table : TABLES) {
        created += prepare(handle, table, first.plusMonths(i)) ? 1 : 0;
      }
    }
    return created;
  }

  private boolean prepare(Handle handle, String table, YearMonth month) {
    if (exists(handle, table, month)) {
      return false;
    }
    try {
      return handle.inTransaction(
          tx -> {
            sql.dialect().beginSchemaChange(tx, sql.table(SchemaFiles.VERSIONS));
            if (exists(tx, table, month)) {
              return false;
            }
            tx.execute(statement(table, month));
            return true;
          });
    } catch (JdbiException e) {
      if (SqlErrors.isCheck(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean exists(Handle handle, String table, YearMonth month) {
    return isTrue(handle, "table_exists", name(table, month));
  }

  /** Whether the tables exist and are partitioned. */
  boolean arePartitioned(Handle handle) {
    return isTrue(handle, "is_partitioned", TABLES.get(0));
  }

  private boolean isTrue(Handle handle, String statement, String table) {
    return handle
        .createQuery(sql.get(statement))
        .bind("table", sql.table(table))
        .mapTo(Boolean.class)
        .one();
  }

  /** Returns the months that have a partition of each table, oldest first. */
  public List<YearMonth> months(Handle handle) {
    Set<YearMonth> months = new TreeSet<>(months(handle, TABLES.get(0)));
    TABLES.forEach(table -> months.retainAll(months(handle, table)));
    return List.copyOf(months);
  }

  private List<YearMonth> months(Handle handle, String table) {
    String prefix = sql.tableName(table) + "_";
    return handle
        .createQuery(sql.get("partitions_of_table"))
        .bind("table", sql.table(table))
        .mapTo(String.class)
        .stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> MONTH.matcher(name.substring(prefix.length())))
        .filter(Matcher::matches)
        .map(of -> YearMonth.of(Integer.parseInt(of.group(1)), Integer.parseInt(of.group(2))))
        .toList();
  }
}
