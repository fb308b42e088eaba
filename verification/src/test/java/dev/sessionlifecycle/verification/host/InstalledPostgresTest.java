package dev.sessionlifecycle.verification.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sessionlifecycle.testkit.postgres.internal.InstalledPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start that fails leaves behind, with scripts in place of the programs. */
class InstalledPostgresTest {
  @TempDir private Path home;

  @Test
  void an_interrupted_start_leaves_no_process() throws IOException {
    program("initdb", "exec tail -f --pid=$PPID $0");
    Thread.currentThread().interrupt();
    try {
      assertThatIllegalStateException()
          .isThrownBy(() -> InstalledPostgres.start(home, Map.of()))
          .withMessage("initdb was interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(it -> it.info().commandLine().orElse("").contains(home.toString()));
  }

  @Test
  void a_start_that_fails_leaves_no_data() throws IOException {
    program("initdb", "mkdir $2; touch $2/postgresql.conf; echo $2 > $0.data");
    program("postgres", "echo broken; exit 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> InstalledPostgres.start(home, Map.of()))
        .withMessageContaining("broken");
    Path data = Path.of(Files.readString(home.resolve("bin/initdb.data")).strip());
    assertThat(data.getParent()).doesNotExist();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
