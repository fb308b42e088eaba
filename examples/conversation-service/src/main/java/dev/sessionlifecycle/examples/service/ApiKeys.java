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
import org.jspecify.annotations.Nullable;

/**
 * The API keys of the callers. Only their SHA-256 is kept, and each is compared in constant time,
 * so that response times reveal nothing.
 */
final class ApiKeys {
  static final String DEMO_WRITE = "demo-write-key";
  static final String DEMO_READ = "demo-read-key";
  static final UUID DEMO_ORGANIZATION = UUID.fromString("00000000-0000-4000-8000-000000000001");

  private record Entry(String hash, Caller caller) {}

  private final List<Entry> entries = new ArrayList<>();

  private ApiKeys() {}

  /** Returns two publicly known keys for trying the service on one machine. */
  static ApiKeys demo() {
    return new ApiKeys()
        .add(DEMO_WRITE, new Caller(DEMO_ORGANIZATION, true))
        .add(DEMO_READ, new Caller(DEMO_ORGANIZATION, false));
  }

  /**
   * Reads a properties file: the SHA-256 of each key in hex, and the organization with {@code
   * write} or {@code read}, such as {@code 9f86…=6f1c….,write}.
   */
  static ApiKeys read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    }
    ApiKeys keys = new ApiKeys();
    for (String hash : lines.stringPropertyNames()) {
      String[] parts = lines.getProperty(hash).split(",", -1);
      boolean known = parts.length == 2 && List.of("read", "write").contains(parts[1].strip());
      if (!known || hash.length() != 64) {
        throw new IllegalArgumentException(
            file
                + ": each line is the SHA-256 of a key in hex, =, organization, comma, read|write");
      }
      Caller caller =
          new Caller(UUID.fromString(parts[0].strip()), parts[1].strip().equals("write"));
      keys.entries.add(new Entry(hash.toLowerCase(Locale.ROOT), caller));
    }
    return keys;
  }

  /** Adds a key. */
  ApiKeys add(String key, Caller caller) {
    entries.add(new Entry(hash(key), caller));
    return this;
  }

  /** Returns the caller with this key. */
  Optional<Caller> find(@Nullable String key) {
    byte[] hash = hash(key == null ? "" : key).getBytes(StandardCharsets.US_ASCII);
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
