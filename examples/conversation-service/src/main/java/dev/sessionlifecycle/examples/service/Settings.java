package dev.sessionlifecycle.examples.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the service.
 *
 * @param port the port; 0 for any free one
 * @param database a file for H2, or the JDBC URL of a PostgreSQL database
 * @param user the PostgreSQL user
 * @param password the password of the PostgreSQL user
 * @param keys the API keys; null for the two demo keys, in which case the service listens on
 *     loopback only
 */
record Settings(int port, String database, String user, String password, @Nullable ApiKeys keys) {

  /** Reads the environment: PORT, DATABASE, DATABASE_USER, DATABASE_PASSWORD, API_KEYS (a file). */
  static Settings of(Map<String, String> environment) throws IOException {
    String keys = environment.get("API_KEYS");
    return new Settings(
        Integer.parseInt(environment.getOrDefault("PORT", "8080")),
        environment.getOrDefault("DATABASE", "./conversations"),
        environment.getOrDefault("DATABASE_USER", "postgres"),
        environment.getOrDefault("DATABASE_PASSWORD", "postgres"),
        keys == null ? null : ApiKeys.read(Path.of(keys)));
  }
}
