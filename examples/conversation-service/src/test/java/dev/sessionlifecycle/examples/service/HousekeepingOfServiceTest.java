package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service does without a request. */
@Tag("long")
class HousekeepingOfServiceTest {
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;

  @Test
  void a_session_whose_time_limit_has_passed_is_ended_and_finalized() throws Exception {
    InstantSource before = InstantSource.offset(InstantSource.system(), YEAR.negated());
    UUID id;
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.h2Builder(folder.resolve("conversations").toString())
                    .clock(StoreClock.of(before))
                    .build())
            .clock(before)
            .build()) {
      id =
          lifecycle
              .organization(ServiceUnderTest.ORGANIZATION)
              .open(SessionRequest.on("chat", UUID.randomUUID()))
              .orThrow()
              .id();
    }
    try (ServiceUnderTest service = ServiceUnderTest.in(folder)) {
      String live = service.open("chat");
      ServiceUnderTest.await(() -> !read(service, id.toString()).get("finalized_at").isNull());
      JsonNode ended = read(service, id.toString());
      assertThat(ended.get("status").asText()).isNotEqualTo("active");
      assertThat(ended.get("ttl_expires_at").isNull()).isTrue();
      assertThat(read(service, live).get("status").asText()).isEqualTo("active");
    }
  }

  private static JsonNode read(ServiceUnderTest service, String id) {
    return service.get("/v1/v2/conversations/" + id, ServiceUnderTest.READ).body();
  }
}
