package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.Session;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of turns, each session on its own thread: a virtual one if the Java version has them,
 * in which case no wait in the library's code may pin its carrier. Drivers and pools have monitors
 * of their own, so pinning is checked on the store without them, and on the others only that every
 * turn is right.
 */
@Tag("long")
class VirtualThreadsTest {
  private static final int SESSIONS = 100;
  private static final int TURNS = 20;
  private static final int JAVA = Runtime.version().feature();

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void turns_on_virtual_threads_pin_no_carrier(StoreKind kind) throws Exception {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(kind.open()).combineWriters(2).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      // Loading and initializing classes for the first time does pin, once.
      talkAll(lifecycle, sessions);
      List<Session> ended = new ArrayList<>();
      List<RecordedEvent> pinned = pinnedDuring(() -> ended.addAll(talkAll(lifecycle, sessions)));

      assertThat(ended).hasSize(SESSIONS).allMatch(Session::isEnded);
      assertThat(ended).extracting(Session::messageCount).containsOnly(2 * TURNS);
      if (kind == StoreKind.MEMORY) {
        assertThat(pinned).isEmpty();
      }
    }
  }

  private static List<Session> talkAll(SessionLifecycle lifecycle, OrganizationSessions sessions)
      throws Exception {
    List<Future<Session>> all = new ArrayList<>();
    ExecutorService threads = threads();
    try {
      for (int i = 0; i < SESSIONS; i++) {
        all.add(threads.submit(() -> talk(lifecycle, sessions, TURNS)));
      }
      List<Session> ended = new ArrayList<>();
      for (Future<Session> one : all) {
        ended.add(one.get());
      }
      return ended;
    } finally {
      threads.shutdown();
    }
  }

  private static Session talk(
      SessionLifecycle lifecycle, OrganizationSessions sessions, int turns) {
    UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle,
                sessions.organizationId(),
                turn -> {
                  assertThat(isVirtual(Thread.currentThread()))
                      .isEqualTo(turns == TURNS && JAVA >= 21);
                  return TurnReply.say("You said: " + turn.text());
                })
            .open(id);
    for (int i = 0; i < turns; i++) {
      assertThat(runtime.runTurn("turn " + i).error()).isNull();
    }
    return runtime.endSession("resolved", "agent").session();
  }

  /**
   * Returns the waits of more than a millisecond that pinned a carrier, with a frame of the
   * library.
   */
  private List<RecordedEvent> pinnedDuring(Work work) throws Exception {
    Path file = directory.resolve("pinned.jfr");
    try (Recording recording = new Recording()) {
      recording
          .enable("jdk.VirtualThreadPinned")
          .withThreshold(Duration.ofMillis(1))
          .withStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
        .filter(event -> !isInitialization(event) && !isOfTheRecorder(event))
        .filter(
            event ->
                event.getStackTrace() == null
                    || event.getStackTrace().getFrames().stream()
                        .anyMatch(
                            frame ->
                                frame
                                    .getMethod()
                                    .getType()
                                    .getName()
                                    .startsWith("dev.sessionlifecycle.")))
        .toList();
  }

  /** Initializing a class for the first time pins its carrier, no matter who wrote it. */
  private static boolean isInitialization(RecordedEvent event) {
    return event.hasField("pinnedReason")
        && event.getString("pinnedReason") != null
        && event.getString("pinnedReason").contains("initialization");
  }

  /** The recording itself, which includes Jdbi's own events, waits for its buffers. */
  private static boolean isOfTheRecorder(RecordedEvent event) {
    return event.getStackTrace() != null
        && event.getStackTrace().getFrames().stream()
            .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("jdk.jfr."));
  }

  private interface Work {
    void run() throws Exception;
  }

  /**
   * Returns an executor with one thread per task, by reflection: Java 17 has no virtual threads.
   */
  private static ExecutorService threads() throws Exception {
    if (JAVA < 21) {
      return Executors.newCachedThreadPool();
    }
    Method method = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
    return (ExecutorService) method.invoke(null);
  }

  private static boolean isVirtual(Thread thread) {
    try {
      return JAVA >= 21 && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
