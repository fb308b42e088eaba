package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.opentelemetry.SessionTracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spans are there where the application has OpenTelemetry, and not otherwise. */
class TracingConfigurationTest {
  private static final String BEAN = "sessionLifecycleTracing";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  private final ApplicationContextRunner starter =
      Contexts.withDatabase()
          .withBean(
              FinalizeChain.class,
              () -> FinalizeChain.first(FinalizeStep.of("show", context -> StepOutcome.done())));

  /** As with spring-boot-starter-opentelemetry: Spring Boot makes the SDK of the provider. */
  private final ApplicationContextRunner traced =
      starter
          .withConfiguration(AutoConfigurations.of(OpenTelemetrySdkAutoConfiguration.class))
          .withBean(
              SdkTracerProvider.class,
              () ->
                  SdkTracerProvider.builder()
                      .addSpanProcessor(SimpleSpanProcessor.create(spans))
                      .build());

  @Test
  void end_and_steps_are_traced_and_linked() {
    traced.run(
        context -> {
          finalizeOne(context);
          SpanData end = span("session.end");
          SpanData step = span("session.finalize");
          assertThat(step.getTraceId()).isNotEqualTo(end.getTraceId());
          assertThat(step.getLinks())
              .extracting(LinkData::getSpanContext)
              .singleElement()
              .satisfies(
                  link -> {
                    assertThat(link.getTraceId()).isEqualTo(end.getTraceId());
                    assertThat(link.getSpanId()).isEqualTo(end.getSpanId());
                  });
          assertThat(spans.getFinishedSpanItems()).hasSize(2);
        });
  }

  @Test
  void properties_reach_the_tracing() {
    traced
        .withPropertyValues(
            "session-lifecycle.tracing.link-as-parent=true",
            "session-lifecycle.tracing.organization-ids=true",
            "session-lifecycle.tracing.channels=kiosk",
            "session-lifecycle.tracing.triggered-by=dialer")
        .run(
            context -> {
              finalizeOne(context);
              SpanData end = span("session.end");
              assertThat(span("session.finalize").getParentSpanId()).isEqualTo(end.getSpanId());
              assertThat(end.getAttributes().asMap())
                  .containsEntry(
                      AttributeKey.stringKey("organization.id"), new UUID(0, 1).toString())
                  .containsEntry(AttributeKey.stringKey("sessionlifecycle.channel"), "other");
            });
  }

  /** An application with options that have no property, or that it sets itself. */
  @Configuration(proxyBeanMethods = false)
  static class OwnTracing {
    @Bean
    SessionTracing own(OpenTelemetry openTelemetry) {
      return SessionTracing.builder(openTelemetry).linkAsParent().build();
    }
  }

  @Test
  void tracing_of_the_application_takes_precedence_and_is_registered() {
    traced
        .withUserConfiguration(OwnTracing.class)
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(BEAN).hasSingleBean(SessionTracing.class);
              finalizeOne(context);
              assertThat(span("session.finalize").getParentSpanId())
                  .isEqualTo(span("session.end").getSpanId());
              assertThat(spans.getFinishedSpanItems()).hasSize(2);
            });
  }

  @Test
  void traceparent_of_the_application_takes_precedence() {
    String own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    traced
        .withBean(
            SessionLifecycleBuilderCustomizer.class,
            () -> builder -> builder.traceParent(() -> own))
        .run(
            context -> {
              finalizeOne(context);
              assertThat(span("session.finalize").getLinks())
                  .extracting(link -> link.getSpanContext().getTraceId())
                  .containsExactly("0af7651916cd43dd8448eb211c80319c");
            });
  }

  @Test
  void nothing_is_traced_where_it_is_off() {
    traced
        .withPropertyValues("session-lifecycle.tracing.enabled=false")
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(SessionTracing.class);
              finalizeOne(context);
              assertThat(spans.getFinishedSpanItems()).isEmpty();
            });
  }

  @Test
  void nothing_is_traced_without_a_bean_or_without_opentelemetry() {
    starter.run(
        context -> assertThat(context).hasNotFailed().doesNotHaveBean(SessionTracing.class));
    starter
        .withClassLoader(new FilteredClassLoader("io.opentelemetry"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
    traced
        .withClassLoader(new FilteredClassLoader("dev.sessionlifecycle.opentelemetry"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
  }

  private SpanData span(String name) {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void finalizeOne(ApplicationContext context) {
    OrganizationSessions sessions =
        context.getBean(Organizations.class).organization(new UUID(0, 1));
    UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
    sessions.close(id);
    context.getBean(SessionLifecycle.class).finalizer().runDue(10);
    assertThat(sessions.get(id).finalizedAt()).isNotNull();
  }
}
