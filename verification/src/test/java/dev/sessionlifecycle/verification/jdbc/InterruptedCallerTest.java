package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever an interrupted thread does with a store works, and leaves it interrupted. */
class InterruptedCallerTest {
  @TempDir static Path folder;

  enum Kind {
    H2_FILE {
      @Override
      JdbcSessionStoreBuilder builder() {
        return JdbcSessionStore.h2Builder(folder.resolve(UUID.randomUUID().toString()).toString());
      }
    },
    H2_MEMORY {
      @Override
      JdbcSessionStoreBuilder builder() {
        return JdbcSessionStore.h2MemoryBuilder(UUID.randomUUID().toString());
      }
    },
    POSTGRESQL {
      @Override
      JdbcSessionStoreBuilder builder() {
        String url = PostgresServer.shared().createDatabase().url();
        return JdbcSessionStore.postgresBuilder(url, "postgres", "postgres")
            .schemaMode(SchemaMode.MIGRATE);
      }
    };

    abstract JdbcSessionStoreBuilder builder();
  }

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @EnumSource
  void a_store_that_an_interrupted_thread_uses_works(Kind kind) throws Exception {
    JdbcSessionStoreBuilder builder = kind.builder();
    assertThat(interrupted(builder::schemaSql)).isNotEmpty();
    JdbcSessionStore store = interrupted(builder::build);
    try {
      assertThat(interrupted(() -> store.prepareMonths(1))).isZero();
      SessionKey session = new SessionKey(UUID.randomUUID(), UUID.randomUUID());
      interrupted(() -> store.open(SampleIntents.open(session)));
      assertThat(interrupted(() -> store.find(session))).isPresent();
    } finally {
      interrupted(
          () -> {
            store.close();
            return store;
          });
    }
  }

  @Test
  void a_store_that_cannot_be_opened_leaves_the_thread_interrupted() throws Exception {
    Path directory = Files.createDirectories(folder.resolve("taken.mv.db"));
    assertThat(directory).isDirectory();
    String path = folder.resolve("taken").toString();
    interrupted(
        () ->
            assertThatThrownBy(() -> JdbcSessionStore.h2(path)).isInstanceOf(StoreException.class));
  }

  private static <T> T interrupted(Callable<T> work) throws Exception {
    Thread.currentThread().interrupt();
    T result = work.call();
    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    return result;
  }
}
