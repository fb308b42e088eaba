package dev.sessionlifecycle.verification.kotlin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kotlin code against the API: results are exhausted by {@code when} without an {@code else}, and
 * what may be null is known to the compiler.
 */
class KotlinTest {

  @TempDir private Path classes;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void kotlin_code_without_else_or_double_bang_compiles_and_runs() throws Exception {
    assertThat(compile("good")).as(said::toString).isEqualTo(ExitCode.OK);
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("warning:");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      assertThat(loader.loadClass("good.CallsKt").getMethod("run").invoke(null))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .containsExactly(
              "opened",
              "voice, no summary, live",
              "Appended",
              "closed",
              "already ended",
              "voice, no summary, ended");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MissingBranch, 'must be exhaustive'",
    "NullableSummary, 'only safe (?.)'",
    "NullArgument, 'null cannot be a value of a non-null type'",
    "NullableElement, 'none of the following candidates is applicable'"
  })
  void kotlin_refuses_a_missing_case_and_a_wrong_null(String sample, String reason) {
    assertThat(compile("bad/" + sample + ".kt")).isEqualTo(ExitCode.COMPILATION_ERROR);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains(sample + ".kt").contains(reason);
  }

  private ExitCode compile(String source) {
    return new K2JVMCompiler()
        .exec(
            new PrintStream(said, true, StandardCharsets.UTF_8),
            Path.of("src/test/kotlin", source).toString(),
            "-d",
            classes.toString(),
            "-classpath",
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Files.exists(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator)),
            "-no-stdlib",
            "-jvm-target",
            "17");
  }
}
