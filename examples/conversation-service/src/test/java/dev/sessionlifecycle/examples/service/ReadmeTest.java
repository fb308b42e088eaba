package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.examples.service.CurlLines.CurlResponse;
import dev.sessionlifecycle.testkit.postgres.PostgresDatabase;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the README work as described, on both databases. */
class ReadmeTest {
  private static final Pattern STATUS = Pattern.compile("# +(\\d{3})\\b");
  private static final Duration A_MOMENT = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void the_readme_commands_work_as_described_on_h2() throws Exception {
    commandsWorkAsDescribed(
        new Settings(0, folder.resolve("conversations").toAbsolutePath().toString(), "", "", null));
  }

  @Test
  void the_readme_commands_work_as_described_on_postgresql() throws Exception {
    PostgresDatabase database = PostgresServer.shared().createDatabase();
    commandsWorkAsDescribed(new Settings(0, database.url(), "postgres", "postgres", null));
  }

  private static void commandsWorkAsDescribed(Settings settings) throws Exception {
    List<String> blocks = CurlLines.blocks(Files.readString(Path.of("README.md")));
    assertThat(blocks).hasSize(4);
    try (ConversationService service = ConversationService.start(settings)) {
      CurlLines shell = new CurlLines("http://localhost:" + service.port());

      List<CurlResponse> chat = expected(shell.run(blocks.get(0)));
      assertThat(chat).hasSize(3);
      assertThat(chat.get(2).body())
          .matches(
              "\\{\"conversation_id\":\"[^\"]+\",\"status\":\"completed\",\"duration\":\\d+,"
                  + "\"summary\":null}");

      List<CurlResponse> later = eventually(shell, blocks.get(1));
      assertThat(later.get(0).body())
          .contains("\"summary\":\"")
          .contains("\"outcome\":\"")
          .contains("\"status\":\"closed\"");
      assertThat(later.get(1).body())
          .contains("[CREDIT_CARD]", "I have refunded one of the two.")
          .doesNotContain("4111");
      assertThat(later.get(2).body()).contains("\"opened\"", "\"ended\"");

      List<CurlResponse> calls = expected(shell.run(blocks.get(2)));
      assertThat(calls.get(1).body()).contains("\"status\":\"closed\"");
      assertThat(calls.get(3).body()).contains("\"status\":\"ended\"", "\"messages\":[]");

      List<CurlResponse> refused = expected(shell.run(blocks.get(3)));
      assertThat(refused).extracting(CurlResponse::status).containsExactly(403, 409, 422, 401);
    }
  }

  private static List<CurlResponse> eventually(CurlLines shell, String block) throws Exception {
    Instant end = Instant.now().plus(A_MOMENT);
    List<CurlResponse> answers = expected(shell.run(block));
    while (answers.get(0).body().contains("\"finalized_at\":null")) {
      assertThat(Instant.now()).isBefore(end);
      answers = expected(shell.run(block));
    }
    return answers;
  }

  /** Asserts the status in the comment behind each line, or success if there is none. */
  private static List<CurlResponse> expected(List<CurlResponse> answers) {
    for (CurlResponse answer : answers) {
      Matcher status = STATUS.matcher(answer.line());
      if (status.find()) {
        assertThat(answer.status()).as(answer.line()).isEqualTo(Integer.parseInt(status.group(1)));
      } else {
        assertThat(answer.status()).as("%s: %s", answer.line(), answer.body()).isBetween(200, 299);
      }
    }
    return answers;
  }
}
