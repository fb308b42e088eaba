package dev.sessionlifecycle.internal.finalizer;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Keeps what is logged, line by line, as {@code WARN name text}. */
public final class RecordedLog implements ILoggerFactory {
  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  /** Returns the lines since the last call, of all loggers of this JVM. */
  public static List<String> drain() {
    RecordedLog log = (RecordedLog) LoggerFactory.getILoggerFactory();
    List<String> drained = List.copyOf(log.lines);
    log.lines.clear();
    return drained;
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, it -> new Line(it, lines));
  }

  private static final class Line extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private final transient Queue<String> lines;

    Line(String name, Queue<String> lines) {
      this.name = name;
      this.lines = lines;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String text,
        Object @Nullable [] arguments,
        @Nullable Throwable error) {
      lines.add(level + " " + name + " " + MessageFormatter.basicArrayFormat(text, arguments));
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
