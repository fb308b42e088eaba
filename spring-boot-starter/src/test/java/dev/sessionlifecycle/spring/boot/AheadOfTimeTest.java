package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with the starter, processed ahead of time and run so on the JVM. */
@Tag("long")
class AheadOfTimeTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path folder;

  @Test
  void application_that_was_processed_ahead_of_time_finalizes_a_session() throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Path resources = Files.createDirectory(folder.resolve("resources"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String[] options = {
      "--session-lifecycle.chain=standard", "--spring.datasource.url=jdbc:h2:mem:aot"
    };
    List<String> process =
        new ArrayList<>(
            List.of(
                "org.springframework.boot.SpringApplicationAotProcessor",
                AotApplication.class.getName(),
                sources.toString(),
                resources.toString(),
                classes.toString(),
                "dev.sessionlifecycle",
                "sample"));
    process.addAll(List.of(options));
    java(CLASS_PATH, process);
    compile(sources, classes);
    assertThat(Files.readString(metadata(resources)).replace("\\/", "/"))
        .contains("dev/sessionlifecycle/**");

    List<String> run = new ArrayList<>(List.of("-Dspring.aot.enabled=true"));
    run.add(AotApplication.class.getName());
    run.addAll(List.of(options));
    assertThat(
            java(
                String.join(
                    java.io.File.pathSeparator,
                    classes.toString(),
                    resources.toString(),
                    CLASS_PATH),
                run))
        .contains("Starting AOT-processed AotApplication")
        .contains("summary: chat session")
        .contains("[PHONE_NUMBER]")
        .contains("counted: 1.0");
  }

  private static Path metadata(Path resources) throws Exception {
    try (Stream<Path> files = Files.walk(resources)) {
      return files
          .filter(file -> file.toString().endsWith("reachability-metadata.json"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void compile(Path sources, Path classes) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-nowarn",
                "-proc:none",
                "-cp",
                classes + java.io.File.pathSeparator + CLASS_PATH,
                "-d",
                classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(it -> it.toString().endsWith(".java"))
          .forEach(it -> arguments.add(it.toString()));
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).isZero();
  }

  private String java(String classPath, List<String> arguments) throws Exception {
    Path log = Files.createTempFile(folder, "process", ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String output = Files.readString(log);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
