package dev.sessionlifecycle.examples.service;

import java.util.Map;

/**
 * Limits of the JDK's HTTP server. It takes them from system properties only, once, when the first
 * server of the process is made; one that is set on the command line stays.
 */
final class ServerLimits {
  /** How many connections may be open. */
  static final int CONNECTIONS = 1_000;

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // seconds until the last byte of a request must have arrived
          "sun.net.httpserver.maxReqTime", "5",
          // seconds from then until the response must have been read; longer than any call to a
          // store takes
          "sun.net.httpserver.maxRspTime", "120",
          // without it, a response on a reused connection is delayed by 40 ms
          "sun.net.httpserver.nodelay", "true",
          "jdk.httpserver.maxConnections", String.valueOf(CONNECTIONS));

  private ServerLimits() {}

  static void apply() {
    PROPERTIES.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
