package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Ends in memory, beside a map whose record is replaced; and how many sessions fit. */
final class InMemory {
  private static final String LIBRARY = "library";
  private static final int SESSIONS = 100_000;
  private static final int ON_THE_HEAP = 100_000;
  private static final int MESSAGES = 4;

  /** The least that a host would keep of a session. */
  private record Kept(UUID id, String status, Instant startedAt, Instant endedAt) {}

  /** What a run works on: made anew before each. */
  private OrganizationSessions sessions = Library.on(InMemorySessionStore.create());

  private final ConcurrentHashMap<UUID, Kept> map = new ConcurrentHashMap<>();

  private InMemory() {}

  static void run(Figures figures) throws Exception {
    InMemory place = new InMemory();
    Contender library = Contender.single(LIBRARY, id -> place.close(id));
    Contender bare = Contender.single("ConcurrentHashMap.compute", place::replace);
    Contest contest = new Contest(place::sow, SESSIONS, 60);
    Map<String, Double> one = contest.run("memory", 1, List.of(library, bare));
    contest.run("memory", 8, List.of(library, bare));
    figures.add("close.memory.vs_map", Figures.of(one, LIBRARY) / Figures.of(one, bare.name()));
  }

  private List<UUID> sow(Contender contender, int count) {
    boolean isLibrary = contender.name().equals(LIBRARY);
    sessions = Library.on(InMemorySessionStore.create());
    map.clear();
    List<UUID> ids = new ArrayList<>(count);
    Instant now = Instant.now();
    for (int i = 0; i < count; i++) {
      UUID id = isLibrary ? open(sessions) : UUID.randomUUID();
      if (!isLibrary) {
        map.put(id, new Kept(id, "active", now, Instant.MAX));
      }
      ids.add(id);
    }
    System.gc();
    return ids;
  }

  private static UUID open(OrganizationSessions sessions) {
    return sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
  }

  private void close(UUID id) {
    Library.check(sessions.close(id, Library.REASON).isWinner());
  }

  private void replace(UUID id) {
    Instant now = Instant.now();
    Kept kept =
        map.compute(
            id, (key, old) -> new Kept(key, "closed", Objects.requireNonNull(old).startedAt, now));
    Library.check(kept != null && kept.status.equals("closed"));
  }

  /** Ended sessions with four messages of sixty characters each, their history and their chain. */
  static void heap(Figures figures) {
    System.out.println("… sessions in a GiB of memory");
    long before = used();
    OrganizationSessions sessions = Library.on(InMemorySessionStore.create());
    UUID last = new UUID(0, 0);
    for (int i = 0; i < ON_THE_HEAP; i++) {
      last = open(sessions);
      for (int m = 0; m < MESSAGES; m++) {
        sessions.append(last, Message.fromUser(String.format("%060d", i * MESSAGES + m)));
      }
      Library.check(sessions.close(last, Library.REASON).isWinner());
    }
    long each = (used() - before) / ON_THE_HEAP;
    Library.check(sessions.find(last).isPresent());
    System.out.printf("%,d bytes for a session with %d messages, ended%n", each, MESSAGES);
    figures.add("memory.sessions_per_gib", (double) (1L << 30) / each);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
