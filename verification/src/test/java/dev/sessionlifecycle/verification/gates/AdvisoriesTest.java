package dev.sessionlifecycle.verification.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a release that no dependency has a known vulnerability. */
class AdvisoriesTest {

  private static final Path RELEASE = SourceTree.ofThisBuild().root().resolve("release");

  private record Result(int status, String output) {}

  @TempDir Path directory;

  @Test
  void a_version_with_a_known_vulnerability_is_reported_with_its_source() throws Exception {
    Result result =
        check(
            "com.fasterxml.jackson.core:jackson-databind:jar:2.20.1:compile",
            "   org.postgresql:postgresql:jar:42.7.11:runtime -- module org.postgresql.jdbc",
            "com.example:natives:jar:linux:1.0:compile");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("jackson-databind:2.20.1 has CVE-2026-54512", "mended in 2.21.5")
        .contains("postgresql:42.7.11 has CVE-2026-54291")
        .contains("3 dependencies, 2 with");
  }

  @Test
  void versions_before_after_and_between_the_bad_ones_pass() throws Exception {
    Result result =
        check(
            "com.fasterxml.jackson.core:jackson-databind:jar:2.18.9:compile",
            "com.fasterxml.jackson.core:jackson-databind:jar:2.21.5:compile",
            "com.fasterxml.jackson.core:jackson-databind:jar:2.21.10:compile",
            "com.fasterxml.jackson.core:jackson-databind:jar:2.22.4:runtime",
            "com.fasterxml.jackson.core:jackson-core:jar:2.20.1:compile",
            "org.postgresql:postgresql:jar:42.7.14:runtime");
    assertThat(result).isEqualTo(new Result(0, "6 dependencies, 0 with a known vulnerability\n"));
  }

  @Test
  void a_list_without_dependencies_is_a_failure() throws Exception {
    assertThat(check("The following files have been resolved").status()).isEqualTo(2);
  }

  @Test
  void each_advisory_names_versions_an_id_and_a_source() throws IOException {
    List<String> lines =
        Files.readAllLines(RELEASE.resolve("advisories.csv")).stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertThat(lines)
        .isNotEmpty()
        .allMatch(
            line ->
                line.matches(
                    "[\\w.-]+,[\\w.-]+,\\d[\\w.-]*,\\d[\\w.-]*,(CVE|GHSA)-[\\w -]+,https://[^,]+"));
  }

  private Result check(String... dependencies) throws IOException, InterruptedException {
    Path list = Files.write(directory.resolve("list"), List.of(dependencies));
    Process process =
        new ProcessBuilder("bash", RELEASE.resolve("check-advisories").toString(), list.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
