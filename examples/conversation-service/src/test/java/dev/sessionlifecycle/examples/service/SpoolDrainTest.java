package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.providers.ProviderAdapter;
import dev.sessionlifecycle.providers.ProviderRequest;
import dev.sessionlifecycle.providers.ProviderSignal;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that were acknowledged while the store was down. */
class SpoolDrainTest {
  private static final UUID ORGANIZATION = ApiKeys.DEMO_ORGANIZATION;

  @Test
  void an_error_while_draining_does_not_end_the_schedule(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("spool"), spoolOfOne("large"));
    TooLarge adapter = new TooLarge();
    try (SessionLifecycle lifecycle =
            SessionLifecycle.builder(JdbcSessionStore.h2Memory("spool-drain")).build();
        WebhookHandler handler =
            new WebhookHandler(lifecycle, new Hooks(ORGANIZATION, List.of(adapter), "", file))) {
      // What a schedule runs must throw nothing, or it is not run again.
      assertThatCode(handler::drain).doesNotThrowAnyException();
      assertThat(adapter.reads).hasPositiveValue();
    }
  }

  /** The bytes of a spool with one request, as {@code ProviderSpool} describes them. */
  private static byte[] spoolOfOne(String provider) {
    byte[] name = provider.getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = ByteBuffer.allocate(20 + name.length);
    entry.putLong(ORGANIZATION.getMostSignificantBits());
    entry.putLong(ORGANIZATION.getLeastSignificantBits());
    entry.putInt(name.length).put(name);
    CRC32C checksum = new CRC32C();
    checksum.update(entry.array());
    return ByteBuffer.allocate(16 + entry.capacity())
        .put("SLSPOOL1".getBytes(StandardCharsets.US_ASCII))
        .putInt(entry.capacity())
        .putInt((int) checksum.getValue())
        .put(entry.array())
        .array();
  }

  /** An adapter whose requests need more memory than there is. */
  private static final class TooLarge implements ProviderAdapter {
    final AtomicInteger reads = new AtomicInteger();

    @Override
    public String provider() {
      return "large";
    }

    @Override
    public void verify(ProviderRequest request, Instant arrivedAt) {}

    @Override
    public List<ProviderSignal> read(byte[] body) {
      reads.incrementAndGet();
      throw new OutOfMemoryError("as a test wants it");
    }
  }
}
