package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts within one JVM leave nothing behind. */
@Tag("long")
class RestartTest {

  @TempDir Path folder;

  @Test
  void restarts_leave_no_thread_and_no_class_loader() throws Exception {
    assertThat(run()).containsExactly("clean", "clean", "clean");
  }

  @Test
  void a_class_loader_that_is_kept_is_reported() throws Exception {
    assertThat(run("-Dkeep=true")).containsOnly("class loader kept");
  }

  private List<String> run(String... options) throws Exception {
    Path log = folder.resolve("log");
    List<String> command =
        new java.util.ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    // Clears soft references at each collection: Spring's caches have some.
    command.addAll(List.of("-Xmx96m", "-XX:SoftRefLRUPolicyMSPerMB=0", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), RestartingProcess.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = java.nio.file.Files.readAllLines(log);
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines.stream()
        .filter(line -> line.startsWith("result: "))
        .map(line -> line.substring(8))
        .toList();
  }
}
