package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
@Tag("campaign")
class H2FileStoreTest extends StoreConformance {
  private StoreFixture fixture;

  @BeforeAll
  void open(@TempDir Path directory) {
    fixture = Fixtures.h2File(directory);
  }

  @Override
  protected StoreFixture fixture() {
    return fixture;
  }

  @AfterAll
  void close() {
    fixture.store().close();
  }
}
