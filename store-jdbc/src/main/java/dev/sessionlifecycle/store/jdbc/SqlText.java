package dev.sessionlifecycle.store.jdbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes statements of templates: {@code {session}} is the table in its schema and with its prefix,
 * {@code {@session_listing}} a name with the prefix alone, {@code {now}} the store's clock, {@code
 * {now+lease}} that plus the microseconds bound as {@code :lease}, {@code {columns}} what {@link
 * Rows} reads, {@code {s+d}} the session with its detail.
 */
final class SqlText {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,30}");

  private final Dialect dialect;
  private final String schema;
  private final String prefix;
  private final String now;
  private final ExternalKeys externalKeys;

  SqlText(
      Dialect dialect,
      @Nullable String schema,
      String prefix,
      boolean databaseClock,
      ExternalKeys externalKeys) {
    this.externalKeys = externalKeys;
    if (schema != null && !NAME.matcher(schema).matches()) {
      throw new IllegalArgumentException("a schema is named by a-z 0-9 _, at most 31");
    }
    if (!prefix.isEmpty() && !NAME.matcher(prefix).matches()) {
      throw new IllegalArgumentException("a table prefix consists of a-z 0-9 _, at most 31");
    }
    this.dialect = dialect;
    this.schema = schema == null ? "" : schema + ".";
    this.prefix = prefix;
    this.now = databaseClock ? dialect.now() : "CAST(:now AS timestamp(6) with time zone)";
  }

  Dialect dialect() {
    return dialect;
  }

  /** The keys of external ids. */
  ExternalKeys externalKeys() {
    return externalKeys;
  }

  String schemaName() {
    return schema.isEmpty() ? "" : schema.substring(0, schema.length() - 1);
  }

  String table(String name) {
    return schema + tableName(name);
  }

  String tableName(String name) {
    return prefix + name;
  }

  String of(String template) {
    Matcher places = PLACE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      places.appendReplacement(text, Matcher.quoteReplacement(expand(places.group(1))));
    }
    return places.appendTail(text).toString();
  }

  private String expand(String place) {
    if (place.equals("now")) {
      return now;
    } else if (place.startsWith("now+")) {
      return dialect.plusMicros(now, ":" + place.substring("now+".length()));
    } else if (place.equals("columns")) {
      return Rows.COLUMNS;
    } else if (place.equals("s+d")) {
      return table("session")
          + " s JOIN "
          + table("session_detail")
          + " d ON d.organization_id = s.organization_id AND d.id = s.id";
    } else if (place.startsWith("of ")) {
      return dialect.lockOf(place.substring("of ".length()));
    } else if (place.equals("json")) {
      return dialect.jsonType();
    }
    return place.startsWith("@") ? prefix + place.substring(1) : table(place);
  }
}
