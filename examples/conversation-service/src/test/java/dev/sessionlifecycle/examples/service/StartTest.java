package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that cannot start says why in one line, without a secret, and exits with 1. */
class StartTest {
  @TempDir Path folder;

  private static List<String> refused(Map<String, String> environment) throws Exception {
    try (ServiceProcess service = ServiceProcess.start(environment, "-XX:TieredStopAtLevel=1")) {
      assertThat(service.exitValue()).isEqualTo(1);
      assertThat(service.log())
          .noneMatch(line -> line.contains("\tat ") || line.contains("hidden"));
      return service.log();
    }
  }

  @Test
  void a_port_in_use_is_named() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = String.valueOf(other.getLocalPort());
      Map<String, String> environment =
          Map.of("PORT", port, "DATABASE", folder.resolve("c").toString());
      assertThat(refused(environment)).singleElement().asString().contains("PORT", port, "in use");
    }
  }

  @Test
  void a_url_of_another_database_is_not_printed() throws Exception {
    assertThat(refused(Map.of("DATABASE", "jdbc:mysql://h/d?password=hidden")))
        .singleElement()
        .asString()
        .contains("DATABASE");
  }

  @Test
  void a_file_that_cannot_be_written_is_named() throws Exception {
    assertThat(refused(Map.of("DATABASE", "/proc/conversations")))
        .singleElement()
        .asString()
        .contains("cannot write", "/proc/conversations");
  }

  @Test
  void a_missing_file_of_keys_is_named() throws Exception {
    assertThat(refused(Map.of("API_KEYS", folder.resolve("none").toString())))
        .singleElement()
        .asString()
        .contains("API_KEYS", "none");
  }

  @Test
  void a_malformed_postgresql_url_is_not_printed() throws Exception {
    String log =
        String.join("\n", refused(Map.of("DATABASE", "jdbc:postgresql://h:x/d?password=hidden")));
    assertThat(log).contains("cannot start");
  }
}
