package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.providers.ProviderSpool;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails when the store and the spool are open closes both. */
class FailedStartTest {
  @TempDir Path folder;

  private Settings settings;

  @BeforeEach
  void fail() {
    // Without an adapter nothing can take webhooks.
    Hooks none = new Hooks(ApiKeys.DEMO_ORGANIZATION, List.of(), "", folder.resolve("spool"));
    String database = folder.resolve("conversations").toAbsolutePath().toString();
    settings = new Settings(0, database, "", "", null, none);
    assertThatThrownBy(() -> ConversationService.start(settings))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void a_start_that_fails_gives_the_file_of_the_store_back() throws Exception {
    Path file = folder.resolve("conversations.mv.db");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void a_start_that_fails_gives_the_spool_back() throws Exception {
    try (ProviderSpool spool = ProviderSpool.open(folder.resolve("spool"))) {
      assertThat(spool.pendingBytes()).isZero();
    }
  }

  @Test
  void an_interrupted_start_that_fails_leaves_the_interrupt_to_its_caller() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ConversationService.start(settings));
    assertThat(Thread.interrupted()).isTrue();
  }
}
