package dev.sessionlifecycle.spring.boot.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The lines that a user of Spring Boot writes, as the README shows them. */
class ReadmeTest {
  static final UUID TENANT = new UUID(0, 1);

  private static final Path SOURCE =
      Path.of("src/test/java/dev/sessionlifecycle/spring/boot/readme/Calls.java");

  /** An application with a data source, and these lines. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration(
      excludeName =
          "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
  @Import(Calls.class)
  static class Application {}

  @Test
  void the_readme_shows_at_most_ten_lines_and_they_are_compiled() throws IOException {
    String source = Files.readString(SOURCE);
    String code = section("```java\n");
    assertThat(source.substring(source.indexOf("@Service"))).isEqualTo(code);
    assertThat(properties().size() + code.lines().filter(line -> !line.isBlank()).count())
        .isLessThanOrEqualTo(10);
  }

  @Test
  @Tag("long")
  void these_lines_end_a_session_durably_with_its_steps_metrics_and_health() throws IOException {
    SpringApplication application = new SpringApplication(Application.class);
    String[] options =
        properties().stream()
            .map(line -> "--" + line.replace(": ", "=").replace(" ", ""))
            .toArray(String[]::new);
    try (ConfigurableApplicationContext context = application.run(options)) {
      Calls calls = context.getBean(Calls.class);
      OrganizationSessions sessions = context.getBean(Organizations.class).organization(TENANT);
      UUID id = sessions.open(SessionRequest.on("voice", new UUID(0, 2))).orThrow().id();
      calls.end(id, "USER_REJECTED");
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (sessions.get(id).finalizedAt() == null) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      assertThat(
              context
                  .getBean("sessionLifecycleHealthIndicator", HealthIndicator.class)
                  .health()
                  .getStatus())
          .isEqualTo(Status.UP);
      assertThat(
              context
                  .getBean(MeterRegistry.class)
                  .get("sessionlifecycle.ended")
                  .tag("reason", "user_rejected")
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  private static List<String> properties() throws IOException {
    return section("```yaml\n").lines().toList();
  }

  private static String section(String fence) throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String spring = readme.substring(readme.indexOf("### With Spring Boot"));
    int begin = spring.indexOf(fence) + fence.length();
    return spring.substring(begin, spring.indexOf("```", begin));
  }
}
