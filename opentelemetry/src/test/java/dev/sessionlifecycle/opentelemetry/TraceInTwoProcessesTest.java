package dev.sessionlifecycle.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process ends a session, and another one runs its three steps. The page shows what they
 * exported; with {@code -Dsessionlifecycle.write=true} this test writes it there.
 */
class TraceInTwoProcessesTest {
  private static final Path PAGE = Path.of("../docs/telemetry.md");
  private static final String BEGIN = "<!-- a real run: TraceInTwoProcessesTest -->\n```text\n";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,32}");
  private static final Pattern SPAN =
      Pattern.compile("(?m)^(\\S.*)  trace (\\S+) span (\\S+)((?:\n    .*)*)");
  private static final Pattern LINK = Pattern.compile("link to trace (\\S+) span (\\S+)");

  @TempDir private Path folder;

  @Test
  void steps_in_another_process_link_to_the_span_of_the_end() throws Exception {
    String first = run("end");
    String second = run("finalize");
    List<MatchResult> ended = SPAN.matcher(first).results().toList();
    assertThat(ended).extracting(it -> it.group(1)).containsExactly("session.end", "POST /hangup");
    MatchResult end = ended.get(0);
    assertThat(end.group(4)).contains("parent span " + ended.get(1).group(3));
    List<MatchResult> steps = SPAN.matcher(second).results().toList();
    assertThat(steps)
        .hasSize(3)
        .allSatisfy(
            it -> {
              assertThat(it.group(1)).isEqualTo("session.finalize");
              assertThat(it.group(2)).isNotEqualTo(end.group(2));
              assertThat(LINK.matcher(it.group(4)).results())
                  .singleElement()
                  .satisfies(link -> assertThat(link.group(1)).isEqualTo(end.group(2)))
                  .satisfies(link -> assertThat(link.group(2)).isEqualTo(end.group(3)));
            });
    checkPage("process 1\n\n" + first + "\nprocess 2\n\n" + second);
  }

  private static void checkPage(String run) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    assertThat(begin).isGreaterThan(BEGIN.length());
    int end = page.indexOf("```", begin);
    if (Boolean.getBoolean("sessionlifecycle.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + run + page.substring(end));
      return;
    }
    assertThat(anonymous(page.substring(begin, end)))
        .as("with -Dsessionlifecycle.write=true this test writes the page")
        .isEqualTo(anonymous(run));
  }

  /** Numbers the ids in the order in which they appear: they differ from run to run. */
  private static String anonymous(String run) {
    Map<String, Integer> ids = new HashMap<>();
    return ID.matcher(run)
        .replaceAll(match -> "id" + ids.computeIfAbsent(match.group(), id -> ids.size() + 1));
  }

  private String run(String what) throws IOException, InterruptedException {
    Path output = folder.resolve(what + ".txt");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TracedProcess.class.getName(),
                what,
                folder.resolve("sessions").toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
