package dev.sessionlifecycle.examples.service;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.providers.ProviderAdapter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which providers may send webhooks, and whose sessions these are about.
 *
 * @param organizationId the organization
 * @param adapters of the providers that have a line in the file
 * @param publicUrl the address of the service as the providers call it, without a path
 * @param spool where requests are kept while the store is down; null for nowhere
 */
record Hooks(
    UUID organizationId, List<ProviderAdapter> adapters, String publicUrl, @Nullable Path spool) {
  private static final String HEADER = "X-Api-Key";

  Hooks {
    adapters = List.copyOf(adapters);
  }

  /**
   * Reads a properties file: {@code organization}, {@code public_url}, {@code spool}, and for each
   * provider its secret, or several of them with commas between; for LiveKit its key, a colon and
   * its secret.
   *
   * @throws Settings.UnusableException for a value that cannot be used
   */
  static Hooks read(Path file) throws IOException {
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
    }
    UUID organization = Ids.parse(lines.getProperty("organization", "").strip());
    List<ProviderAdapter> adapters = new ArrayList<>();
    try {
      for (String name : lines.stringPropertyNames()) {
        ProviderAdapter adapter = adapter(name, lines.getProperty(name).strip());
        if (adapter != null) {
          adapters.add(adapter);
        }
      }
    } catch (InvalidInputException e) {
      throw new Settings.UnusableException("HOOKS: " + e.getMessage());
    }
    if (organization == null || adapters.isEmpty()) {
      throw new Settings.UnusableException(
          "HOOKS: " + file + " must have an organization and at least one provider");
    }
    String spool = lines.getProperty("spool", "").strip();
    return new Hooks(
        organization,
        adapters,
        lines.getProperty("public_url", "").strip(),
        spool.isEmpty() ? null : Path.of(spool));
  }

  private static @Nullable ProviderAdapter adapter(String name, String value) {
    String[] secrets = value.split("\\s*,\\s*", -1);
    return switch (name) {
      case "livekit" -> livekit(value);
      case "twilio" -> ProviderAdapter.twilio(secrets);
      case "vapi" -> ProviderAdapter.vapi(secrets);
      case "retell" -> ProviderAdapter.retell(secrets);
      case "elevenlabs" -> ProviderAdapter.elevenLabs(secrets);
      case "amazon-connect" -> ProviderAdapter.amazonConnect(HEADER, secrets);
      case "genesys" -> ProviderAdapter.genesys(HEADER, secrets);
      case "telnyx" -> ProviderAdapter.telnyx(secrets);
      case "organization", "public_url", "spool" -> null;
      default -> throw new Settings.UnusableException("HOOKS: a line is of no known provider");
    };
  }

  private static ProviderAdapter livekit(String value) {
    int colon = value.indexOf(':');
    if (colon < 0) {
      throw new Settings.UnusableException("HOOKS: livekit must be a key, a colon and a secret");
    }
    return ProviderAdapter.livekit(value.substring(0, colon), value.substring(colon + 1));
  }

  /** Leaves out the secrets. */
  @Override
  public String toString() {
    return "Hooks[organizationId=" + organizationId + "]";
  }
}
