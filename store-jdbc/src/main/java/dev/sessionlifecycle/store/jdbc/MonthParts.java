package dev.sessionlifecycle.store.jdbc;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The parts of messages and history, one for each month: which there are to be, and making them.
 */
final class MonthParts {
  /** How many months, this one included, a new schema is prepared for. */
  static final int AHEAD = 12;

  /** What is partitioned by month. */
  static final List<String> TABLES = List.of("message", "history");

  private static final Pattern MONTH = Pattern.compile("([0-9]{4})(0[1-9]|1[0-2])");

  private final SqlText sql;

  MonthParts(SqlText sql) {
    this.sql = sql;
  }

  /** A part, without schema and prefix. */
  static String name(String table, YearMonth month) {
    return table + "_" + number(month);
  }

  /** The month as the column has it. */
  static int number(YearMonth month) {
    return month.getYear() * 100 + month.getMonthValue();
  }

  /** What makes the parts of these months. */
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
    return sql.of(
        "CREATE TABLE IF NOT EXISTS {%s} PARTITION OF {%s} FOR VALUES FROM (%d) TO (%d)"
            .formatted(name(table, month), table, number(month), number(month.plusMonths(1))));
  }

  /**
   * Makes the parts that are missing, each in a transaction of its own, since each keeps others
   * from the table for a moment. Where rows of a month stand in the shared part already, they and
   * those that follow stay there.
   *
   * @return how many were made
   */
  int prepare(Handle handle, YearMonth first, int months) {
    int made = 0;
    for (int i = 0; i < months; i++) {
      for (String table : TABLES) {
        made += prepare(handle, table, first.plusMonths(i)) ? 1 : 0;
      }
    }
    return made;
  }

  private boolean prepare(Handle handle, String table, YearMonth month) {
    if (exists(handle, table, month)) {
      return false;
    }
    try {
      return handle.inTransaction(
          tx -> {
            sql.dialect().lockForMigration(tx, sql.table("schema_version"));
            if (exists(tx, table, month)) {
              return false;
            }
            tx.execute(statement(table, month));
            return true;
          });
    } catch (JdbiException e) {
      if (Errors.isCheck(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean exists(Handle handle, String table, YearMonth month) {
    return handle
        .createQuery("SELECT to_regclass(:name) IS NOT NULL")
        .bind("name", sql.table(name(table, month)))
        .mapTo(Boolean.class)
        .one();
  }

  /** The months that have a part of each table, oldest first. */
  List<YearMonth> all(Handle handle) {
    Set<YearMonth> months = new TreeSet<>(all(handle, TABLES.get(0)));
    TABLES.forEach(table -> months.retainAll(all(handle, table)));
    return List.copyOf(months);
  }

  private List<YearMonth> all(Handle handle, String table) {
    String prefix = sql.tableName(table) + "_";
    return handle
        .createQuery(
            """
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = to_regclass(:t) AND NOT i.inhdetachpending""")
        .bind("t", sql.table(table))
        .mapTo(String.class)
        .stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> MONTH.matcher(name.substring(prefix.length())))
        .filter(Matcher::matches)
        .map(of -> YearMonth.of(Integer.parseInt(of.group(1)), Integer.parseInt(of.group(2))))
        .toList();
  }

  /** Whether the tables are there and partitioned. */
  boolean arePartitioned(Handle handle) {
    return handle
        .createQuery("SELECT COUNT(*) FROM pg_partitioned_table WHERE partrelid = to_regclass(:t)")
        .bind("t", sql.table("message"))
        .mapTo(Integer.class)
        .map(count -> count > 0)
        .one();
  }
}
