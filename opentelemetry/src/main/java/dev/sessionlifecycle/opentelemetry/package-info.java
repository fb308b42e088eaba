/** Spans and events for OpenTelemetry, of sessions, their ends and the finalize chain. */
@NullMarked
package dev.sessionlifecycle.opentelemetry;

import org.jspecify.annotations.NullMarked;
