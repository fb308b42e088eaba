package dev.sessionlifecycle.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README, as pasted into a shell, on both databases. */
@Tag("long")
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Duration A_MOMENT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void the_readme_commands_work_as_described_on_h2() throws Exception {
    commandsWork("jdbc:h2:file:" + folder.resolve("calls").toAbsolutePath(), "sa");
  }

  @Test
  void the_readme_commands_work_as_described_on_postgresql() throws Exception {
    commandsWork(PostgresServer.shared().createDatabase().url(), "postgres");
  }

  private void commandsWork(String database, String user) throws Exception {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("curl"))
            .toList();
    assertThat(blocks).hasSize(3);
    try (ServiceProcess service =
        ServiceProcess.start(
            Map.of("SPRING_DATASOURCE_URL", database, "SPRING_DATASOURCE_USERNAME", user),
            "-XX:TieredStopAtLevel=1")) {
      String first = blocks.get(0).replace("http://localhost:8080", service.url());
      String settings = first.lines().findFirst().orElseThrow() + "\n";
      List<String> ends = answers(run(first));
      assertThat(ends).hasSize(2);
      assertThat(ends.get(0))
          .contains("\"first\":true", "\"charges\":1", "\"reason\":\"user_rejected\"");
      assertThat(ends.get(1))
          .contains("\"first\":false", "\"charges\":1", "\"reason\":\"user_rejected\"");
      String id = JsonPath.read(ends.get(0), "$.call.id");

      List<String> later = finalized(settings + "ID=" + id + "\n" + blocks.get(1));
      assertThat(later.get(0)).contains("\"summary\":\"voice session");
      assertThat(later.get(1)).contains("[PHONE_NUMBER]").doesNotContain("23125");

      String operator = run(settings + blocks.get(2));
      assertThat(operator)
          .contains("\"sessionLifecycle\":{", "\"oldestDue\":\"PT", "\"status\":\"UP\"")
          .contains("\"name\":\"scrub\"", "\"waitsFor\":[\"scrub\"]")
          .contains("sessionlifecycle_ended_total{reason=\"user_rejected\"")
          .contains("there is no such call");
      assertThat(service.log())
          .anyMatch(line -> line.contains("'session.end' : ") && line.contains(id))
          .anyMatch(line -> line.contains("'session.finalize' : ") && line.contains(id))
          .anyMatch(line -> line.contains("'http post /calls/{id}/end' : "));
    }
  }

  private static List<String> finalized(String block) throws Exception {
    Instant end = Instant.now().plus(A_MOMENT);
    List<String> answers = answers(run(block));
    while (answers.get(0).contains("\"summary\":null")) {
      assertThat(Instant.now()).isBefore(end);
      answers = answers(run(block));
    }
    return answers;
  }

  /** The responses are bodies of JSON without a line break between them. */
  private static List<String> answers(String output) {
    return List.of(output.replaceAll("(?<=[}\\]])(?=[{\\[])", "\n").split("\n"));
  }

  private static String run(String block) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", block).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(output).isZero();
    return output;
  }
}
