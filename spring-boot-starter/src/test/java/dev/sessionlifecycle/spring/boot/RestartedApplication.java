package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Session;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

/** An application whose classes are loaded anew for each start, as devtools does. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  DataSourceAutoConfiguration.class,
  DataSourceTransactionManagerAutoConfiguration.class,
  SessionLifecycleAutoConfiguration.class,
  SessionLifecycleEngineAutoConfiguration.class,
  SessionLifecycleHealthAutoConfiguration.class,
  MetricsAutoConfiguration.class,
  SimpleMetricsExportAutoConfiguration.class,
  CompositeMeterRegistryAutoConfiguration.class,
  SessionLifecycleMetricsAutoConfiguration.class,
  OpenTelemetrySdkAutoConfiguration.class,
  SessionLifecycleTracingAutoConfiguration.class
})
public class RestartedApplication implements SessionListener, Runnable {
  private final CountDownLatch finalized = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  @Bean
  FinalizeChain chain() {
    return FinalizeChain.first(
        FinalizeStep.of(
            "show",
            context -> {
              finalized.countDown();
              return StepOutcome.done();
            }));
  }

  @Override
  public void ended(Session session) {
    ended.countDown();
  }

  /** Starts, ends a session, waits for its step, and stops. */
  @Override
  public void run() {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.setClassLoader(getClass().getClassLoader());
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test", Map.of("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID())));
      context.register(getClass());
      context.refresh();
      OrganizationSessions sessions =
          context.getBean(Organizations.class).organization(new UUID(0, 1));
      UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
      sessions.close(id);
      if (context.getBean(MeterRegistry.class).get("sessionlifecycle.ended").counter().count()
          != 1) {
        throw new IllegalStateException("nothing was counted");
      }
      RestartedApplication bean = context.getBean(RestartedApplication.class);
      if (!bean.finalized.await(20, TimeUnit.SECONDS) || bean.ended.getCount() > 0) {
        throw new IllegalStateException("nothing was finalized");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
