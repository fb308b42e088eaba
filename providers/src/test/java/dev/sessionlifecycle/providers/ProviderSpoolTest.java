package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.providers.ProviderSpool.Drained;
import dev.sessionlifecycle.providers.ProviderSpool.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of requests that wait for the store. */
class ProviderSpoolTest {
  private static final UUID ORGANIZATION = new UUID(1, 2);
  private static final String IN_USE = "is in use as a spool";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("hooks.spool");
  }

  private static Entry entry(int number) {
    String body = "body " + number + " " + "é".repeat(number % 50);
    return new Entry(ORGANIZATION, "vapi", body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Entry> drained(ProviderSpool spool) throws IOException {
    List<Entry> taken = new ArrayList<>();
    spool.drain(
        it -> {
          taken.add(it);
          return Drained.DONE;
        });
    return taken;
  }

  private static void assertNumbers(int from, int to, List<Entry> entries) {
    assertEquals(to - from, entries.size());
    for (int i = from; i < to; i++) {
      Entry taken = entries.get(i - from);
      assertEquals(ORGANIZATION, taken.organizationId());
      assertEquals("vapi", taken.provider());
      assertArrayEquals(entry(i).body(), taken.body());
    }
  }

  @Test
  void what_was_appended_is_drained_in_order_also_after_a_restart() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      for (int i = 0; i < 20; i++) {
        assertTrue(spool.append(entry(i)));
      }
    }
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      spool.append(entry(20));
      assertNumbers(0, 21, drained(spool));
      assertEquals(0, spool.pendingBytes());
      assertEquals(0, drained(spool).size());
      spool.append(entry(21));
      assertNumbers(21, 22, drained(spool));
      assertEquals(0, spool.setAside());
    }
  }

  @Test
  void a_request_that_has_to_wait_stays_with_those_behind_it() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      for (int i = 0; i < 5; i++) {
        spool.append(entry(i));
      }
      List<Entry> taken = new ArrayList<>();
      int done =
          spool.drain(
              it -> {
                taken.add(it);
                return taken.size() == 3 ? Drained.LATER : Drained.DONE;
              });
      assertEquals(2, done);
      assertNumbers(2, 5, drained(spool));
    }
  }

  @Test
  void what_fails_keeps_its_place_and_is_taken_again_while_others_go() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file(), 1 << 10)) {
      for (int i = 0; i < 5; i++) {
        spool.append(entry(i));
      }
      assertEquals(3, drainAllBut(spool, entry(1), entry(2)));
      long pending = spool.pendingBytes();
      for (int i = 0; i < 20; i++) {
        assertEquals(0, drainAllBut(spool, entry(1), entry(2)));
      }
      assertEquals(pending, spool.pendingBytes());
      assertEquals(Files.size(file()), 8 + pending);
      spool.append(entry(3));
      assertEquals(0, spool.drain(it -> Drained.LATER));
      assertEquals(2, drainAllBut(spool, entry(2)));
    }
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      assertNumbers(0, 3, drained(spool));
      spool.append(entry(0));
      spool.append(entry(1));
      assertEquals(1, drainAllBut(spool, entry(0)));
      spool.append(entry(1));
      assertNumbers(0, 2, drained(spool));
      assertEquals(0, spool.pendingBytes());
    }
  }

  private static int drainAllBut(ProviderSpool spool, Entry... failing) throws IOException {
    return spool.drain(
        it ->
            Arrays.stream(failing).anyMatch(each -> Arrays.equals(each.body(), it.body()))
                ? Drained.FAILED
                : Drained.DONE);
  }

  @Test
  void a_record_that_was_cut_off_is_set_aside_and_those_before_it_are_kept() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      for (int i = 0; i < 5; i++) {
        spool.append(entry(i));
      }
    }
    byte[] whole = Files.readAllBytes(file());
    for (int cut = 1; cut < 12; cut++) {
      Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
      try (ProviderSpool spool = ProviderSpool.open(file())) {
        assertEquals(1, spool.setAside());
        assertNumbers(0, 4, drained(spool));
        spool.append(entry(4));
        assertNumbers(4, 5, drained(spool));
      }
    }
    assertTrue(Files.size(folder.resolve("hooks.spool.aside")) > 0);
  }

  @Test
  void a_record_whose_checksum_differs_is_set_aside_with_all_behind_it() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      for (int i = 0; i < 5; i++) {
        spool.append(entry(i));
      }
    }
    byte[] damaged = Files.readAllBytes(file());
    damaged[damaged.length - 3] ^= 1;
    Files.write(file(), damaged);
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      assertEquals(1, spool.setAside());
      assertNumbers(0, 4, drained(spool));
    }
  }

  @Test
  void a_file_that_was_just_made_or_is_another_is_recognized() throws IOException {
    Files.write(file(), new byte[] {'S', 'L'});
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      spool.append(entry(0));
      assertNumbers(0, 1, drained(spool));
    }
    Files.writeString(file(), "something else altogether");
    assertThrows(FileSystemException.class, () -> ProviderSpool.open(file()).close());
    assertEquals("something else altogether", Files.readString(file()));
    Files.write(file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    ProviderSpool.open(file()).close(); // the failed opening has not kept it
  }

  @Test
  void a_full_spool_takes_nothing_more_and_changes_nothing() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file(), 1 << 10)) {
      int taken = 0;
      while (spool.append(entry(taken))) {
        taken++;
      }
      assertTrue(taken > 5);
      assertTrue(Files.size(file()) <= 1 << 10);
      assertNumbers(0, taken, drained(spool));
    }
    assertThrows(InvalidInputException.class, () -> ProviderSpool.open(file(), 5).close());
  }

  @Test
  void a_file_in_use_is_refused_and_readable_by_its_owner_alone() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      spool.append(entry(0));
      assertThrows(FileSystemException.class, () -> ProviderSpool.open(file()).close());
      if (file().getFileSystem().supportedFileAttributeViews().contains("posix")) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
      }
    }
  }

  /** On POSIX, closing any descriptor of a file gives up all locks of the process on it. */
  @Test
  void a_refusal_in_one_process_leaves_the_file_locked_for_others() throws Exception {
    ProviderSpool first = ProviderSpool.open(file());
    assertInUse(file());
    assertInUse(Files.createLink(folder.resolve("linked.spool"), file()));
    assertTrue(answerOfAnotherProcess().endsWith(IN_USE));
    first.close();
    ProviderSpool second = ProviderSpool.open(file());
    first.close(); // again, which must not give up the file of the second
    assertInUse(file());
    assertTrue(answerOfAnotherProcess().endsWith(IN_USE));
    second.close();
    assertEquals("acknowledged 1", answerOfAnotherProcess());
  }

  private static void assertInUse(Path file) {
    FileSystemException refusal =
        assertThrows(FileSystemException.class, () -> ProviderSpool.open(file).close());
    assertEquals(IN_USE, refusal.getReason());
  }

  private String answerOfAnotherProcess() throws IOException, InterruptedException {
    Process process = SpoolingProcess.on(file(), 1).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      return out.lines()
          .filter(it -> it.endsWith(IN_USE) || it.startsWith("acknowledged"))
          .findFirst()
          .orElse("neither");
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void what_can_never_be_applied_is_set_aside() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      spool.append(entry(0));
      spool.append(entry(1));
      assertEquals(
          1,
          spool.drain(
              it -> Arrays.equals(it.body(), entry(0).body()) ? Drained.SET_ASIDE : Drained.DONE));
      assertEquals(1, spool.setAside());
      assertEquals(0, spool.pendingBytes());
    }
    assertFalse(Files.notExists(folder.resolve("hooks.spool.aside")));
  }

  @Test
  void a_file_that_changes_underneath_is_an_error_and_not_a_loop() throws IOException {
    try (ProviderSpool spool = ProviderSpool.open(file())) {
      spool.append(entry(0));
      Files.write(file(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
      assertThrows(IOException.class, () -> drained(spool));
    }
  }
}
