package dev.sessionlifecycle.store.jdbc;

import java.util.function.Function;

/** The part of the statement of {@link CloseSql} that judges the guard of an end. */
final class GuardSql {
  private GuardSql() {}

  static String holds(Function<String, String> p) {
    String after = p.apply("guardMicros") + CloseSql.INTERVAL;
    return """
        CASE %s WHEN %d THEN TRUE
          WHEN %d THEN s.status = %s
          WHEN %d THEN s.status = %s AND s.last_activity_at + %s <= {now}
          WHEN %d THEN s.status = %s AND CASE WHEN s.status = 'active'
            THEN COALESCE(s.activated_at, s.status_since) ELSE s.status_since END + %s <= {now}
          WHEN %d THEN s.owner_token = %s AND s.owner_until > {now}
          WHEN %d THEN s.owner_token = %s AND s.owner_until <= {now}
          ELSE FALSE END"""
        .formatted(
            p.apply("guard"),
            CloseSql.ANY,
            CloseSql.IN_STATUS,
            p.apply("guardStatus"),
            CloseSql.IDLE,
            p.apply("guardStatus"),
            after,
            CloseSql.AGE,
            p.apply("guardStatus"),
            after,
            CloseSql.OWNED,
            p.apply("guardToken"),
            CloseSql.LAPSED,
            p.apply("guardToken"));
  }
}
