package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Runs the real build once, on modules that each violate one of its gates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class BadBuildsTest {

  /** The first Java whose compiler reads the annotations inside generic types of class files. */
  private static final int READS_GENERICS = 22;

  private final SourceTree tree = SourceTree.ofThisBuild();
  private String log = "";

  @BeforeAll
  void build() throws IOException, InterruptedException {
    Path target = tree.root().resolve("verification/target/bad-builds");
    Files.createDirectories(target);
    File output = target.resolve("build.log").toFile();
    ProcessBuilder maven =
        new ProcessBuilder(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-fae",
                "-Dstyle.color=never",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-Dbad.builds.directory=" + target,
                "verify")
            .directory(tree.root().resolve("verification/src/test/bad-builds").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = maven.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    log = Files.readString(output.toPath());
  }

  @TestFactory
  List<DynamicTest> each_gate_of_the_compiler_and_of_maven_reports_its_bad_sample() {
    return List.of(
        reports("nullness", "[NullAway] returning @Nullable expression"),
        reports("error-prone", "[SelfEquals]"),
        reports("lint", "warnings found and -Werror specified"),
        reports("doclint", "reference not found"),
        reports("test-tool-for-users", "jqwik is for tests alone"));
  }

  /**
   * The formatter runs on the Java that it supports, nullness in generics on one whose javac can.
   */
  @Test
  void format_and_nullness_gates_each_run_on_the_java_that_supports_them() {
    if (Runtime.version().feature() < READS_GENERICS) {
      assertReported("format", "Run 'mvn spotless:apply' to fix these violations");
      assertThat(log).contains("nullness-in-generics", "SUCCESS");
    } else {
      assertReported("nullness-in-generics", "[NullAway]");
      assertThat(log).doesNotContain("on project format:");
    }
  }

  private DynamicTest reports(String module, String message) {
    return DynamicTest.dynamicTest(module, () -> assertReported(module, message));
  }

  private void assertReported(String module, String message) {
    int start = log.indexOf(" on project " + module + ":");
    assertThat(start).as("the build of %s fails, in%n%s", module, log).isNotNegative();
    int next = log.indexOf("[ERROR] Failed to execute goal", start);
    assertThat(log.substring(start, next < 0 ? log.length() : next)).contains(message);
  }
}
