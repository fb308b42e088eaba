package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Distributes the tables by organization, with the functions of Citus: rows of an organization in
 * all tables are on one server, and tables without organizations are copied to every server.
 */
final class Distribution {
  private static final String ORGANIZATION = "organization_id";

  /** The table that the others are placed beside. */
  private static final String FIRST = "session";

  private final SqlTemplates sql;
  private final List<SchemaFiles.Table> tables;

  Distribution(SqlTemplates sql, SchemaFiles files) {
    this.sql = sql;
    this.tables =
        files.tables().stream()
            .sorted(Comparator.comparing(table -> !table.name().equals(FIRST)))
            .toList();
  }

  /** Returns a statement for each table; each can be repeated. */
  List<String> statements() {
    return tables.stream().map(this::statement).toList();
  }

  private String statement(SchemaFiles.Table table) {
    String name = literal(table.name());
    String call =
        isReference(table)
            ? "create_reference_table(" + name + ")"
            : "create_distributed_table("
                + name
                + ", '"
                + ORGANIZATION
                + "'"
                + (table.name().equals(FIRST) ? "" : ", colocate_with => " + literal(FIRST))
                + ")";
    return "SELECT "
        + call
        + " WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = "
        + name
        + "::regclass)";
  }

  private static boolean isReference(SchemaFiles.Table table) {
    return table.columns().stream().noneMatch(column -> column.name().equals(ORGANIZATION));
  }

  private String literal(String table) {
    return "'" + sql.table(table).replace("'", "''") + "'";
  }

  /**
   * Refuses a database without Citus.
   *
   * @throws StoreException if the functions are missing
   */
  static void requireExtension(Handle handle) {
    boolean isThere =
        handle
            .createQuery(
                "SELECT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'create_distributed_table')")
            .mapTo(Boolean.class)
            .one();
    if (!isThere) {
      throw refusal(
          "TableLayout.DISTRIBUTED needs the extension citus, which this database does not have."
              + " Run CREATE EXTENSION citus on the coordinator and on every worker, or build the"
              + " store with TableLayout.PLAIN");
    }
  }

  /**
   * Refuses tables that are not, or not all, distributed beside each other.
   *
   * @throws StoreException if so; the message has the statements that are missing
   */
  void require(Handle handle) {
    requireExtension(handle);
    List<String> missing = new ArrayList<>();
    Set<Integer> groups = new TreeSet<>();
    for (SchemaFiles.Table table : tables) {
      Optional<Integer> group = group(handle, table);
      if (group.isEmpty()) {
        missing.add(statement(table));
      } else if (!isReference(table)) {
        groups.add(group.get());
      }
    }
    if (!missing.isEmpty()) {
      throw refusal(
          "some tables are not distributed. Build the store with SchemaMode.MIGRATE, or run this on"
              + " the coordinator:\n"
              + String.join(";\n", missing)
              + ";\n");
    }
    if (groups.size() > 1) {
      throw refusal(
          "the tables are distributed in "
              + groups.size()
              + " ways, so that rows of an organization are on several servers. Distribute all of"
              + " them with colocate_with => "
              + literal(FIRST));
    }
  }

  /** Returns the number of the tables that are placed alike; empty if it is not distributed. */
  private Optional<Integer> group(Handle handle, SchemaFiles.Table table) {
    return handle
        .createQuery(
            "SELECT colocationid FROM pg_dist_partition WHERE logicalrelid = to_regclass(:name)")
        .bind("name", sql.table(table.name()))
        .mapTo(Integer.class)
        .findOne();
  }

  private static StoreException refusal(String why) {
    return new StoreException(why, false, null);
  }
}
