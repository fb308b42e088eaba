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
 * @param keys the API keys; null for the demo keys, in which case the service listens on loopback
 *     only
 * @param hooks the providers that may send webhooks; null for none
 */
record Settings(
    int port,
    String database,
    String user,
    String password,
    @Nullable ApiKeys keys,
    @Nullable Hooks hooks) {

  /** Settings of a service that takes no webhooks. */
  Settings(int port, String database, String user, String password, @Nullable ApiKeys keys) {
    this(port, database, user, password, keys, null);
  }

  /** Thrown for a setting that cannot be used; the message holds no secret. */
  static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * Reads the environment: PORT, DATABASE, DATABASE_USER, DATABASE_PASSWORD, API_KEYS and HOOKS
   * (files).
   *
   * @throws UnusableException for a value that cannot be used
   */
  static Settings of(Map<String, String> environment) {
    String keys = environment.get("API_KEYS");
    return new Settings(
        port(environment.getOrDefault("PORT", "8080")),
        environment.getOrDefault("DATABASE", "./conversations"),
        environment.getOrDefault("DATABASE_USER", "postgres"),
        environment.getOrDefault("DATABASE_PASSWORD", "postgres"),
        keys == null ? null : keys(keys),
        hooks(environment.get("HOOKS")));
  }

  private static @Nullable Hooks hooks(@Nullable String file) {
    try {
      return file == null ? null : Hooks.read(Path.of(file));
    } catch (IOException e) {
      throw new UnusableException("HOOKS: cannot read " + file);
    }
  }

  private static int port(String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
      throw new UnusableException("PORT: must be a number from 0 to 65535");
    }
    return Integer.parseInt(text);
  }

  private static ApiKeys keys(String file) {
    try {
      return ApiKeys.read(Path.of(file));
    } catch (IOException e) {
      throw new UnusableException("API_KEYS: cannot read " + file);
    }
  }

  /** Leaves out the password, and the URL, which may hold one. */
  @Override
  public String toString() {
    return "Settings[port=" + port + "]";
  }
}
