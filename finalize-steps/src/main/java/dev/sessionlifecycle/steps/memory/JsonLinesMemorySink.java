package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Appends each memory as one line of JSON to a file.
 *
 * <p>A line is forced to disk before it is acknowledged. A key that is already in the file is
 * acknowledged without writing. A line torn by a crash is removed by the next write. Several
 * processes may share the file: a lock on {@code FILE.lock} serializes their writes.
 */
public final class JsonLinesMemorySink implements MemorySink {

  private static final Duration BUSY = Duration.ofMillis(100);

  private final Path file;
  private final Path lockFile;
  private final JsonLinesIndex index;
  private final ReentrantLock monitor = new ReentrantLock();

  private JsonLinesMemorySink(Path file) {
    this.file = file.toAbsolutePath();
    this.lockFile = this.file.resolveSibling(this.file.getFileName() + ".lock");
    this.index = new JsonLinesIndex(this.file);
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
    monitor.lock();
    try {
      try (FileChannel guard = guard();
          FileLock lock = guard.lock()) {
        index.refresh();
        if (lock.isValid() && !index.contains(memory.idempotencyKey())) {
          index.append(line);
        }
        return SyncResult.acknowledged();
      } catch (OverlappingFileLockException e) {
        return SyncResult.tryLater(BUSY);
      }
    } finally {
      monitor.unlock();
    }
  }

  /**
   * Rewrites the file without the end user's lines and replaces it atomically.
   *
   * @return true
   * @throws IOException if the file cannot be rewritten; the old one is then unchanged
   * @throws OverlappingFileLockException if another sink in this process is writing the file
   */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId) throws IOException {
    monitor.lock();
    try {
      if (!Files.exists(file)) {
        return true;
      }
      try (FileChannel guard = guard();
          FileLock lock = guard.lock()) {
        index.refresh();
        if (lock.isValid()) {
          index.forget(organizationId, endUserId);
        }
        return true;
      }
    } finally {
      monitor.unlock();
    }
  }

  private FileChannel guard() throws IOException {
    Path directory = lockFile.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    return FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public String toString() {
    return "JsonLinesMemorySink[" + file + "]";
  }
}
