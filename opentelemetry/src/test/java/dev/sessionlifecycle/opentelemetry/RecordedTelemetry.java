package dev.sessionlifecycle.opentelemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;

/** The real SDK, which keeps what it exports. */
final class RecordedTelemetry {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final InMemoryLogRecordExporter events = InMemoryLogRecordExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setLoggerProvider(
              SdkLoggerProvider.builder()
                  .addLogRecordProcessor(SimpleLogRecordProcessor.create(events))
                  .build())
          .build();

  OpenTelemetry sdk() {
    return sdk;
  }

  /** Returns a tracer as the host has one. */
  Tracer host() {
    return sdk.getTracer("host");
  }

  /** Returns the spans of the library, in the order in which they ended. */
  List<SpanData> spans() {
    return spans.getFinishedSpanItems().stream()
        .filter(it -> it.getInstrumentationScopeInfo().getName().equals("dev.sessionlifecycle"))
        .toList();
  }

  /** Returns the spans of that name. */
  List<SpanData> spans(String name) {
    return spans().stream().filter(it -> it.getName().equals(name)).toList();
  }

  /** Returns all spans, those of the host and of steps included. */
  List<SpanData> allSpans() {
    return spans.getFinishedSpanItems();
  }

  List<LogRecordData> events() {
    return events.getFinishedLogRecordItems();
  }

  /** Returns the events of that name. */
  List<LogRecordData> events(String name) {
    return events().stream().filter(it -> name.equals(it.getEventName())).toList();
  }
}
