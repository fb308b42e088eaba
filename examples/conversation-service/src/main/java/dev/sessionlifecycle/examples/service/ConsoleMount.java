package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.console.Console;
import dev.sessionlifecycle.console.ConsolePermission;
import dev.sessionlifecycle.console.ConsoleRequest;
import dev.sessionlifecycle.console.ConsoleUser;
import dev.sessionlifecycle.console.JdkConsole;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console below {@code /console}. The browser asks for a name, which is recorded with what is
 * done, and a password: an API key. A key that reads may look; one that writes may act.
 */
final class ConsoleMount {
  private static final String REALM = "console";
  private static final Pattern BASIC = Pattern.compile("(?i)basic +([A-Za-z0-9+/=]+)");
  private static final Pattern CREDENTIALS = Pattern.compile("([^:]{1,64}):(.+)");

  private final ApiKeys keys;

  private ConsoleMount(ApiKeys keys) {
    this.keys = keys;
  }

  static void add(
      HttpServer server,
      SessionLifecycle lifecycle,
      FinalizeChain chain,
      HousekeepingRun housekeeping,
      ApiKeys keys) {
    ConsoleMount mount = new ConsoleMount(keys);
    // One process signs its forms alone; several behind one address would share a key.
    byte[] actionKey = new byte[32];
    new SecureRandom().nextBytes(actionKey);
    Console console =
        Console.builder(lifecycle, mount::user)
            .title("Conversations")
            .chain(chain)
            .housekeeping(housekeeping)
            .actions(actionKey)
            .build();
    server
        .createContext("/console", JdkConsole.handler(console))
        .setAuthenticator(mount.new KeyAuthenticator());
  }

  /** Makes the browser ask; who they are is read again by {@link #user}. */
  private final class KeyAuthenticator extends BasicAuthenticator {
    KeyAuthenticator() {
      super(REALM);
    }

    @Override
    public boolean checkCredentials(String name, String key) {
      return keys.find(key).filter(it -> !it.isOperator()).isPresent();
    }
  }

  private Optional<ConsoleUser> user(ConsoleRequest request) {
    Matcher basic = BASIC.matcher(request.header("authorization").orElse(""));
    if (!basic.matches()) {
      return Optional.empty();
    }
    Matcher credentials = CREDENTIALS.matcher(decoded(basic.group(1)));
    return credentials.matches() && !credentials.group(1).isBlank()
        ? keys.find(credentials.group(2))
            .filter(it -> !it.isOperator())
            .map(it -> user(credentials.group(1), it))
        : Optional.empty();
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static ConsoleUser user(String name, Caller caller) {
    ConsoleUser reader = ConsoleUser.reader(name, caller.organizationId());
    return caller.writes() ? reader.withPermissions(ConsolePermission.values()) : reader;
  }
}
