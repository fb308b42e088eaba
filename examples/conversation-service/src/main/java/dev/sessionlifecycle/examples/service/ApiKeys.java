package dev.sessionlifecycle.examples.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API keys of the callers. Only their SHA-256 is kept, and each is compared in constant time,
 * so that response times reveal nothing.
 */
final class ApiKeys {
  static final String DEMO_WRITE = "demo-write-key";
  static final String DEMO_READ = "demo-read-key";
  static final String DEMO_OPERATOR = "demo-operator-key";
  static final UUID DEMO_ORGANIZATION = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private record Entry(String hash, Caller caller) {}

  private final List<Entry> entries = new ArrayList<>();

  private ApiKeys() {}

  /** Returns three publicly known keys for trying the service on one machine. */
  static ApiKeys demo() {
    return new ApiKeys()
        .add(DEMO_WRITE, new Caller(DEMO_ORGANIZATION, true))
        .add(DEMO_READ, new Caller(DEMO_ORGANIZATION, false))
        .add(DEMO_OPERATOR, Caller.OPERATOR);
  }

  /**
   * Reads a properties file: the SHA-256 of each key in hex, and whose it is: an organization with
   * {@code write} or {@code read}, such as {@code 9f86…=6f1c…,write}, or {@code operator}.
   *
   * @throws Settings.UnusableException for any other line, and for the hash of an empty key
   */
  static ApiKeys read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    }
    ApiKeys keys = new ApiKeys();
    for (String line : lines.stringPropertyNames()) {
      String hash = line.toLowerCase(Locale.ROOT);
      if (!HASH.matcher(hash).matches()) {
        throw malformed(file);
      } else if (hash.equals(hash(""))) {
        throw new Settings.UnusableException(file + ": a line is the hash of an empty key");
      } else if (keys.entries.stream().anyMatch(entry -> entry.hash().equals(hash))) {
        throw new Settings.UnusableException(file + ": two lines have the same hash");
      }
      keys.entries.add(new Entry(hash, caller(file, lines.getProperty(line).strip())));
    }
    return keys;
  }

  private static Caller caller(Path file, String text) {
    if (text.equals("operator")) {
      return Caller.OPERATOR;
    }
    String[] parts = text.split(",", -1);
    UUID organization = parts.length == 2 ? Ids.parse(parts[0].strip()) : null;
    if (organization == null || organization.equals(Caller.NO_ORGANIZATION)) {
      throw malformed(file);
    }
    return switch (parts[1].strip()) {
      case "write" -> new Caller(organization, true);
      case "read" -> new Caller(organization, false);
      default -> throw malformed(file);
    };
  }

  private static Settings.UnusableException malformed(Path file) {
    return new Settings.UnusableException(
        file
            + ": each line is the SHA-256 of a key in hex, =, organization, comma, read|write;"
            + " or =operator");
  }

  /** Adds a key. */
  ApiKeys add(String key, Caller caller) {
    entries.add(new Entry(hash(key), caller));
    return this;
  }

  /** Returns the caller with this key; no key is nobody's. */
  Optional<Caller> find(@Nullable String key) {
    if (key == null || key.isBlank()) {
      return Optional.empty();
    }
    byte[] hash = hash(key).getBytes(StandardCharsets.US_ASCII);
    Optional<Caller> found = Optional.empty();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash().getBytes(StandardCharsets.US_ASCII), hash)) {
        found = Optional.of(entry.caller());
      }
    }
    return found;
  }

  private static String hash(String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
