package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.ByteLines;
import dev.sessionlifecycle.finalize.internal.DamagedFilesException;
import dev.sessionlifecycle.finalize.internal.SafeFiles;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Appends each memory as one line of JSON to a file.
 *
 * <p>A line is forced to disk before it is acknowledged. A key that is already in the file is
 * acknowledged without writing. A line torn by a crash is removed by the next write. Several sinks,
 * threads and processes may share the file: a lock on {@code FILE.lock} serializes their writes.
 * The file may be a symbolic link. Only its owner may read a new file; a file that is there keeps
 * its mode and its owner.
 */
public final class JsonLinesMemorySink implements MemorySink {

  private final Path file;
  private final JsonLinesIndex index = new JsonLinesIndex();
  private final ReentrantLock monitor = new ReentrantLock();

  private JsonLinesMemorySink(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Returns a sink that writes to this file. The first memory creates the file and its directory.
   */
  public static JsonLinesMemorySink at(Path file) {
    Validator.require("file", file);
    return new JsonLinesMemorySink(file);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if the file cannot be written; nothing is acknowledged then
   */
  @Override
  public SyncResult put(MemoryRecord memory) throws IOException {
    String line = MemoryRecords.json(memory);
    Path real = SafeFiles.file(file);
    return SafeFiles.locked(
        lock(real),
        lock -> {
          monitor.lock();
          try {
            index.refresh(real, lock);
            if (!index.contains(real, memory.idempotencyKey())) {
              index.append(real, line);
            }
          } finally {
            monitor.unlock();
          }
          return SyncResult.acknowledged();
        });
  }

  /** As {@link #forget(UUID, UUID, Set)}, with no session to keep. */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId) throws IOException {
    return forget(organizationId, endUserId, Set.of());
  }

  /**
   * Rewrites the file without the end user's lines, but for those of the sessions to keep, and
   * replaces it atomically, and deletes what a crash may have left of an earlier call.
   *
   * @return true
   * @throws IOException if the file cannot be rewritten; the old one is then unchanged. Also if
   *     there are lines in it that no sink wrote: it is not known whose they are, and they stay
   */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId, Set<UUID> keep) throws IOException {
    String user = MemoryRecords.ofEndUser(organizationId, endUserId);
    Set<String> spared = marks(keep);
    return forget(ids -> ids.startsWith(user) && !spared.contains(ids.substring(user.length())));
  }

  /**
   * Rewrites the file without the lines of these sessions, under the same rules.
   *
   * @return true
   * @throws IOException as for {@link #forget(UUID, UUID, Set)}
   */
  @Override
  public boolean forgetSessions(UUID organizationId, Set<UUID> sessionIds) throws IOException {
    String organization = MemoryRecords.ofOrganization(organizationId);
    Set<String> gone = marks(sessionIds);
    int session = MemoryRecords.ofEndUser(organizationId, organizationId).length();
    return forget(ids -> ids.startsWith(organization) && gone.contains(ids.substring(session)));
  }

  private static Set<String> marks(Set<UUID> sessionIds) {
    return sessionIds.stream().map(MemoryRecords::ofSession).collect(Collectors.toSet());
  }

  private boolean forget(Predicate<String> isForgotten) throws IOException {
    if (!Files.isDirectory(file.resolveSibling(""))) {
      return true;
    }
    Path real = SafeFiles.file(file);
    return SafeFiles.locked(lock(real), lock -> forget(real, lock, isForgotten));
  }

  private boolean forget(Path real, FileChannel lock, Predicate<String> isForgotten)
      throws IOException {
    String name = String.valueOf(real.getFileName());
    SafeFiles.deleteUnfinished(
        real.resolveSibling(""),
        it ->
            it.equals(name + ".new")
                || (it.startsWith("." + name + ".") && it.endsWith(SafeFiles.UNFINISHED)));
    if (!Files.exists(real)) {
      return true;
    }
    monitor.lock();
    try {
      index.refresh(real, lock);
    } finally {
      monitor.unlock();
    }
    int deleted = 0;
    boolean unknown = false;
    try (ByteLines lines = new ByteLines(Files.newInputStream(real))) {
      while (lines.next(JsonLinesIndex.HEAD)) {
        unknown |= JsonLinesIndex.key(lines.text()) == null;
        deleted += isMarked(lines.text(), isForgotten) ? 1 : 0;
      }
    }
    if (deleted > 0) {
      JsonLinesIndex.replaced(lock);
      SafeFiles.replace(real, out -> copyWithout(isForgotten, real, out));
    }
    if (unknown) {
      throw new DamagedFilesException(List.of(name), deleted);
    }
    return true;
  }

  private static void copyWithout(Predicate<String> isForgotten, Path real, OutputStream to)
      throws IOException {
    OutputStream out = new BufferedOutputStream(to);
    try (ByteLines lines = new ByteLines(Files.newInputStream(real))) {
      while (lines.next(JsonLinesIndex.HEAD)) {
        if (!isMarked(lines.text(), isForgotten)) {
          lines.copyTo(out);
        }
      }
    }
    out.flush();
  }

  /** The ids stand right behind the key. */
  private static boolean isMarked(String line, Predicate<String> isForgotten) {
    String key = JsonLinesIndex.key(line);
    int from = key == null ? line.length() : JsonLinesIndex.KEY.length() + key.length();
    int to = from + MemoryRecords.IDS_LENGTH;
    return to <= line.length() && isForgotten.test(line.substring(from, to));
  }

  private static Path lock(Path real) {
    return real.resolveSibling(real.getFileName() + ".lock");
  }

  @Override
  public String toString() {
    return "JsonLinesMemorySink[" + file + "]";
  }
}
