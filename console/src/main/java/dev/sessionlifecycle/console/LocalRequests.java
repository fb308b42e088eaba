package dev.sessionlifecycle.console;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** Recognizes requests that a browser on this machine makes to a server on this machine. */
final class LocalRequests {
  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> FORWARDED =
      Set.of("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via");

  private LocalRequests() {}

  /** Also compares the host, so that no name of a foreign site can be made to point here. */
  static boolean isLocal(ConsoleRequest request) {
    InetAddress remote = request.remoteAddress();
    String host = request.header("host").orElse("").toLowerCase(Locale.ROOT);
    return remote != null
        && remote.isLoopbackAddress()
        && LOCAL_HOSTS.contains(host.replaceFirst(":\\d{1,5}$", ""))
        && FORWARDED.stream().noneMatch(name -> request.header(name).isPresent());
  }
}
