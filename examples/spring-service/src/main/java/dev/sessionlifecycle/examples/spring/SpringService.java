package dev.sessionlifecycle.examples.spring;

import io.opentelemetry.exporter.logging.LoggingSpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringService {

  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(SpringService.class, arguments);
  }

  /** Writes spans to the log. In production: an OTLP exporter, which Spring Boot configures. */
  @Bean
  SpanProcessor spanLog() {
    return SimpleSpanProcessor.create(LoggingSpanExporter.create());
  }
}
