package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.Store;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.StoreType;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.util.Base64;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;

/** Builds the store that the properties describe. */
final class ConfiguredStore {
  private static final Logger LOG = LoggerFactory.getLogger(ConfiguredStore.class);

  private final Store properties;
  private final @Nullable DataSource dataSource;

  ConfiguredStore(Store properties, StoreDataSource chosen) {
    this.properties = properties;
    this.dataSource = chosen.dataSource();
  }

  /** Whether sessions are stored in a data source of the application. */
  static boolean isInDataSource(Store properties) {
    return properties.type() == StoreType.AUTO || properties.type() == StoreType.DATASOURCE;
  }

  SessionStore build() {
    return switch (properties.type()) {
      case MEMORY -> InMemorySessionStore.create();
      case H2 -> build(JdbcSessionStore.h2Builder(properties.path()));
      case POSTGRESQL ->
          build(
              JdbcSessionStore.postgresBuilder(
                  required("url", properties.url()), properties.username(), properties.password()));
      case DATASOURCE -> inDataSource(required("datasource", dataSource));
      case AUTO -> dataSource == null ? inMemory() : inDataSource(dataSource);
    };
  }

  private static SessionStore inMemory() {
    LOG.warn(
        "there is no DataSource: sessions are stored in memory, and lost when this process ends."
            + " Configure a DataSource, or set session-lifecycle.store.type");
    return InMemorySessionStore.create();
  }

  private SessionStore inDataSource(DataSource source) {
    JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(source);
    if (!properties.readOnly() && EmbeddedDatabaseConnection.isEmbedded(source)) {
      builder.schemaMode(SchemaMode.MIGRATE);
    }
    return build(builder);
  }

  private SessionStore build(JdbcSessionStoreBuilder builder) {
    try {
      apply(builder);
      return builder.build();
    } catch (SessionLifecycleException e) {
      throw new StoreNotUsableException(e, missingSchema(e, builder));
    }
  }

  private void apply(JdbcSessionStoreBuilder builder) {
    builder.tablePrefix(properties.tablePrefix()).tableLayout(properties.tableLayout());
    if (properties.schema() != null) {
      builder.schema(properties.schema());
    }
    if (properties.schemaMode() != null) {
      builder.schemaMode(properties.schemaMode());
    }
    if (properties.externalIdSecret() != null) {
      builder.externalIdSecret(secret(properties.externalIdSecret()));
    }
    if (properties.readOnly()) {
      builder.readOnly();
    }
    if (properties.lockTimeout() != null) {
      builder.lockTimeout(properties.lockTimeout());
    }
    if (properties.statementTimeout() != null) {
      builder.statementTimeout(properties.statementTimeout());
    }
    if (properties.socketTimeout() != null) {
      builder.socketTimeout(properties.socketTimeout());
    }
    if (properties.prepareThreshold() != null) {
      builder.prepareThreshold(properties.prepareThreshold());
    }
  }

  /** Returns the SQL that creates the schema, unless the message has its own or all is there. */
  private static @Nullable String missingSchema(
      SessionLifecycleException failure, JdbcSessionStoreBuilder builder) {
    String message = String.valueOf(failure.getMessage());
    if (!(failure instanceof StoreException) || !message.contains("schemaSql()")) {
      return null;
    }
    try {
      return builder.schemaSql();
    } catch (SessionLifecycleException e) {
      failure.addSuppressed(e);
      return null;
    }
  }

  private static byte[] secret(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw invalid("external_id_secret", "must be Base64"); // without the cause, which quotes it
    }
  }

  private static <T> T required(String property, @Nullable T value) {
    if (value == null) {
      throw new StoreNotUsableException(
          invalid("session-lifecycle.store." + property, "is required for this type of store"),
          null);
    }
    return value;
  }

  private static InvalidInputException invalid(String field, String problem) {
    return new InvalidInputException(List.of(new Violation(field, problem)));
  }
}
