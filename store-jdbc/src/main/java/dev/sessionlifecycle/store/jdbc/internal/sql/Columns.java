package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and binds the value types that most tables share: ids and times. */
public final class Columns {
  private Columns() {}

  public static UUID id(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable UUID idOrNull(ResultSet row, int column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant timeOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /**
   * Returns a time as it is bound: in UTC, independent of the default time zone, truncated to
   * microseconds.
   */
  public static @Nullable OffsetDateTime utc(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  /** Returns the year and month in UTC, such as 202601. */
  public static int month(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    return utc.getYear() * 100 + utc.getMonthValue();
  }
}
