package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application that is processed ahead of time: it ends a session and prints its summary. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
    excludeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
public class AotApplication {

  /** Runs it. */
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(AotApplication.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    try (ConfigurableApplicationContext context = application.run(arguments)) {
      OrganizationSessions sessions =
          context.getBean(Organizations.class).organization(new UUID(0, 1));
      UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
      sessions.append(id, Message.fromUser("My number is +49 30 23125 014."));
      sessions.close(id, "resolved");
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (sessions.get(id).finalizedAt() == null && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      System.out.println("summary: " + sessions.get(id).summary());
      System.out.println(
          "counted: "
              + context
                  .getBean(MeterRegistry.class)
                  .get("sessionlifecycle.ended")
                  .counter()
                  .count());
    }
  }
}
