package dev.sessionlifecycle.steps.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesMemorySinkTest {

  private static final UUID ORGANIZATION = new UUID(1, 1);
  private static final UUID ADA = new UUID(2, 1);
  private static final UUID BOB = new UUID(2, 2);

  @TempDir Path directory;

  @Test
  void a_memory_sent_repeatedly_is_one_line() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    sink.put(memory("k1", ADA));
    JsonLinesMemorySink.at(file()).put(memory("k1", ADA));

    List<String> lines = Files.readAllLines(file());
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).startsWith("{\"idempotency_key\":\"k1\","), lines.get(0));
    assertTrue(lines.get(0).contains("\"summary\":\"two\\nlines \\\"quoted\\\"\""), lines.get(0));
  }

  @Test
  void two_sinks_on_one_file_see_each_others_lines() throws IOException {
    JsonLinesMemorySink one = JsonLinesMemorySink.at(file());
    JsonLinesMemorySink two = JsonLinesMemorySink.at(file());
    one.put(memory("k1", ADA));
    two.put(memory("k2", ADA));
    one.put(memory("k2", ADA));
    two.put(memory("k1", ADA));
    assertEquals(2, Files.readAllLines(file()).size());
  }

  @Test
  void a_line_torn_by_a_crash_is_rewritten_whole() throws IOException {
    JsonLinesMemorySink.at(file()).put(memory("k1", ADA));
    Files.writeString(file(), "{\"idempotency_key\":\"k2\",\"org", StandardOpenOption.APPEND);

    JsonLinesMemorySink.at(file()).put(memory("k2", ADA));

    List<String> lines = Files.readAllLines(file());
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).endsWith("}"), lines.get(1));
  }

  @Test
  void forgetting_a_user_keeps_the_lines_of_the_others() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    sink.put(memory("k2", BOB));
    assertTrue(sink.forget(ORGANIZATION, ADA));
    sink.put(memory("k2", BOB));
    sink.put(memory("k3", BOB));

    String content = Files.readString(file());
    assertEquals(2, content.lines().count());
    assertTrue(!content.contains(ADA.toString()));
  }

  private Path file() {
    return directory.resolve("deep").resolve("memories.jsonl");
  }

  private static MemoryRecord memory(String key, UUID user) {
    return new MemoryRecord(
        key,
        ORGANIZATION,
        new UUID(3, key.hashCode()),
        user,
        "voice",
        TerminationReason.AGENT_INITIATED,
        OutcomeCategory.RESOLVED,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(60),
        null,
        "two\nlines \"quoted\"",
        Map.of(),
        List.of());
  }
}
