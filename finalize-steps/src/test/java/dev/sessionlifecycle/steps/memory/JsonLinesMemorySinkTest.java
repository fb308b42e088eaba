package dev.sessionlifecycle.steps.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @Test
  void forgetting_a_user_keeps_the_lines_of_the_sessions_to_keep() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    sink.put(memory("k2", ADA));
    sink.put(memory("k3", BOB));
    UUID kept = new UUID(3, "k2".hashCode());
    assertTrue(sink.forget(ORGANIZATION, ADA, Set.of(kept, new UUID(3, 3))));
    assertEquals(List.of("k2", "k3"), keys());
    assertTrue(sink.forget(ORGANIZATION, ADA, Set.of()));
    assertEquals(List.of("k3"), keys());
  }

  @Test
  void forgetting_sessions_keeps_the_lines_of_the_others() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    sink.put(memory("k2", ADA));
    sink.put(memory("k3", BOB));
    Set<UUID> gone = Set.of(new UUID(3, "k1".hashCode()), new UUID(3, "k3".hashCode()));
    assertTrue(sink.forgetSessions(new UUID(9, 9), gone));
    assertEquals(List.of("k1", "k2", "k3"), keys());
    assertTrue(sink.forgetSessions(ORGANIZATION, gone));
    assertEquals(List.of("k2"), keys());
  }

  private List<String> keys() throws IOException {
    return Files.readAllLines(file()).stream()
        .map(line -> line.substring(line.indexOf(":\"") + 2, line.indexOf("\",")))
        .toList();
  }

  @Test
  void threads_with_sinks_of_their_own_write_and_forget_without_losing_a_line() throws Exception {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      UUID user = new UUID(4, t);
      String name = "t" + t;
      work.add(
          () -> {
            JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
            for (int i = 0; i < 15; i++) {
              sink.put(memory(name + "-" + i, user));
              sink.put(memory(name + "-kept-" + i, BOB));
              assertTrue(sink.forget(ORGANIZATION, user));
              assertTrue(!Files.readString(file()).contains(user.toString()));
            }
            return 15;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    int kept = 0;
    try {
      for (Future<Integer> done : threads.invokeAll(work)) {
        kept += done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(kept, Files.readAllLines(file()).size());
  }

  @Test
  void a_key_is_found_again_although_the_file_was_replaced_meanwhile() throws IOException {
    JsonLinesMemorySink one = JsonLinesMemorySink.at(file());
    JsonLinesMemorySink two = JsonLinesMemorySink.at(file());
    for (int i = 0; i < 50; i++) {
      one.put(memory("a" + i, ADA));
      two.put(memory("b" + i, BOB));
      one.forget(ORGANIZATION, ADA);
      two.put(memory("a" + i, ADA));
      one.put(memory("a" + i, ADA));
      two.put(memory("b" + i, BOB));
    }
    assertEquals(51, Files.readAllLines(file()).size());
  }

  @Test
  void a_link_is_followed_when_writing_and_when_forgetting() throws IOException {
    Path real = directory.resolve("real.jsonl");
    Path link = directory.resolve("link.jsonl");
    JsonLinesMemorySink.at(real).put(memory("k1", ADA));
    Files.createSymbolicLink(link, real);
    JsonLinesMemorySink.at(link).put(memory("k2", BOB));
    assertTrue(JsonLinesMemorySink.at(link).forget(ORGANIZATION, ADA));
    JsonLinesMemorySink.at(link).put(memory("k3", BOB));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(2, Files.readAllLines(real).size());
    assertTrue(!Files.readString(real).contains(ADA.toString()));
  }

  @Test
  void the_file_is_its_owners_alone_and_keeps_the_mode_it_is_given() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    sink.put(memory("k2", BOB));
    assertEquals("rw-------", mode(file()));
    assertEquals("rwx------", mode(file().getParent()));
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    sink.forget(ORGANIZATION, ADA);
    assertEquals("rw-r-----", mode(file()));
  }

  @Test
  void what_a_crash_left_of_a_rewrite_goes_with_the_next_one_and_nothing_else() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", BOB));
    Path left = file().resolveSibling("." + file().getFileName() + ".1b4e28ba.tmp");
    Path old = file().resolveSibling(file().getFileName() + ".new");
    Path other = file().resolveSibling("other.tmp");
    for (Path each : List.of(left, old, other)) {
      Files.writeString(each, ADA.toString());
    }
    assertTrue(sink.forget(ORGANIZATION, ADA));
    assertTrue(Files.notExists(left) && Files.notExists(old) && Files.exists(other));
  }

  @Test
  void bytes_of_others_stay_as_they_are_and_unknown_lines_are_reported() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", BOB));
    byte[] line = Files.readAllBytes(file());
    int summary = new String(line, ISO_8859_1).indexOf("quoted");
    line[summary] = (byte) 0xff;
    Files.write(file(), line);
    sink.put(memory("k2", ADA));
    assertTrue(sink.forget(ORGANIZATION, ADA));
    assertArrayEquals(line, Files.readAllBytes(file()));

    Files.write(file(), new byte[] {(byte) 0xc3, '(', '\n'}, StandardOpenOption.APPEND);
    sink.put(memory("k3", ADA));
    IOException e = assertThrows(IOException.class, () -> sink.forget(ORGANIZATION, ADA));
    assertTrue(e.getMessage().contains("memories.jsonl"), e.getMessage());
    assertTrue(!new String(Files.readAllBytes(file()), ISO_8859_1).contains(ADA.toString()));
  }

  @Test
  void a_key_is_found_among_many() throws IOException {
    JsonLinesMemorySink sink = JsonLinesMemorySink.at(file());
    sink.put(memory("k1", ADA));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 200_000; i++) {
      lines.append("{\"idempotency_key\":\"key-of-a-session-").append(i).append("\"}\n");
    }
    Files.writeString(file(), lines, StandardOpenOption.APPEND);
    sink.put(memory("k1", ADA));
    sink.put(memory("key-of-a-session-199999", ADA));
    sink.put(memory("key-of-a-session-200000", ADA));
    assertEquals(200_002, Files.readAllLines(file()).size());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
