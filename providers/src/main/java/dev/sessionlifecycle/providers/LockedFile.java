package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.SafeFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is open only once, in one process, from its opening until it is closed. Thread-safe
 * but for the contents.
 */
final class LockedFile implements AutoCloseable {
  /**
   * What this process has open, by the key of the file. On POSIX a lock belongs to the process, and
   * closing any descriptor of the file gives it up; so a file that is open must be refused before
   * it is opened a second time. This mirrors what the system keeps for each process, and so is
   * static. It keeps the files themselves, too: the collector would close one that was forgotten,
   * and another file could get its key.
   */
  private static final Map<Object, RandomAccessFile> OPEN = new HashMap<>();

  /** Guards the map, and what is opened and closed meanwhile. */
  private static final ReentrantLock OPENING = new ReentrantLock();

  private final Object key;
  private final RandomAccessFile contents;
  private boolean isOpen = true;

  private LockedFile(Object key, RandomAccessFile contents) {
    this.key = key;
    this.contents = contents;
  }

  /**
   * Opens a file, which is made where it is missing, readable by its owner alone.
   *
   * @throws IOException if it cannot be read or written, or is in use by this or another process
   */
  static LockedFile open(Path real) throws IOException {
    OPENING.lock();
    try {
      if (!Files.exists(real)) {
        SafeFiles.create(real).close();
      }
      Object key = key(real);
      if (OPEN.containsKey(key)) {
        throw inUse(real);
      }
      LockedFile opened = new LockedFile(key, locked(real));
      OPEN.put(key, opened.contents);
      return opened;
    } finally {
      OPENING.unlock();
    }
  }

  /** The same for all names of a file, where the system has such a key. */
  private static Object key(Path real) throws IOException {
    Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    return key == null ? real : key;
  }

  /** The lock is given up when the file is closed. */
  private static RandomAccessFile locked(Path real) throws IOException {
    RandomAccessFile file = new RandomAccessFile(real.toFile(), "rw");
    try {
      FileLock lock = file.getChannel().tryLock();
      if (lock == null) {
        throw inUse(real);
      }
      return file;
    } catch (OverlappingFileLockException e) {
      // By other code, or by this class in another class loader, whose files are not known here.
      file.close();
      throw inUse(real);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static FileSystemException inUse(Path file) {
    return new FileSystemException(file.toString(), null, "is in use as a spool");
  }

  /** Not a channel, which an interrupt of any thread that writes would close for all. */
  RandomAccessFile contents() {
    return contents;
  }

  @Override
  public void close() throws IOException {
    OPENING.lock();
    try {
      contents.close();
    } finally {
      // Closed again it is not the one that has the file open.
      if (isOpen) {
        isOpen = false;
        OPEN.remove(key);
      }
      OPENING.unlock();
    }
  }
}
