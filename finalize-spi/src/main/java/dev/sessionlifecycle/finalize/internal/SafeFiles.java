package dev.sessionlifecycle.finalize.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Files that several threads and processes write and rewrite.
 *
 * <p>What is new may be read by its owner alone; what is rewritten keeps its mode and its owner.
 * Links are followed to what they stand for, so that a file is the same file whatever it is called.
 */
public final class SafeFiles {

  /** How the names of unfinished files end. */
  public static final String UNFINISHED = ".tmp";

  /** Within a JVM, a lock on a file fails instead of waiting; so threads take turns here first. */
  private static final List<ReentrantLock> MONITORS =
      IntStream.range(0, 64).mapToObj(i -> new ReentrantLock()).toList();

  private static final Set<StandardOpenOption> OPENED =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  /** Writes a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Work under a lock. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does the work; the channel is that of the file that stands for the lock. */
    T run(FileChannel lock) throws IOException;
  }

  private SafeFiles() {}

  /** Returns the real path of a folder, which is made where it is missing. */
  public static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, mode(folder, "rwx------"));
    }
    return folder.toRealPath();
  }

  /** Returns the real path of a file; where there is none yet, its name in its real folder. */
  public static Path file(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path absolute = file.toAbsolutePath();
    return folder(Objects.requireNonNull(absolute.getParent(), "parent"))
        .resolve(Objects.requireNonNull(absolute.getFileName(), "name"));
  }

  /**
   * Does work while no other thread and no other process does any under the same lock.
   *
   * @param lock the file that stands for the lock, in a folder that exists; it stays
   */
  public static <T> T locked(Path lock, Work<T> work) throws IOException {
    return locked(lock, work, false);
  }

  /** The same for a folder, with a file {@code .lock} in it that is there during the work only. */
  public static <T> T lockedFolder(Path folder, Work<T> work) throws IOException {
    return locked(folder.resolve(".lock"), work, true);
  }

  private static <T> T locked(Path lock, Work<T> work, boolean deleted) throws IOException {
    ReentrantLock monitor = MONITORS.get(Math.floorMod(lock.hashCode(), MONITORS.size()));
    monitor.lock();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(lock, OPENED, mode(lock, "rw-------"));
            FileLock held = channel.lock()) {
          if (!held.isValid()) {
            throw new IOException("the lock was lost");
          }
          if (!deleted || isStillThere(lock, channel)) {
            try {
              return work.run(channel);
            } finally {
              if (deleted) {
                Files.deleteIfExists(lock);
              }
            }
          }
        }
      }
    } finally {
      monitor.unlock();
    }
  }

  /**
   * Another process may have deleted the file between its opening and the lock. This compares
   * sizes, since opening the file again would give up the lock of this process on many systems.
   */
  private static boolean isStillThere(Path lock, FileChannel channel) throws IOException {
    int size = ThreadLocalRandom.current().nextInt(1, 1 << 20);
    channel.truncate(0);
    channel.write(ByteBuffer.allocate(1), size - 1);
    try {
      return Files.size(lock) == size;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Writes a file whole or not at all, and forces it and its name to the disk. */
  public static void replace(Path file, Content content) throws IOException {
    Path unfinished =
        file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel = create(unfinished)) {
        keepOwner(file, unfinished);
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    forceFolder(Objects.requireNonNull(file.getParent(), "parent"));
  }

  /** Creates a file that is not there yet. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        mode(file, "rw-------"));
  }

  /** Deletes what a crash left of {@link #replace}; under the lock that all writers hold. */
  public static void deleteUnfinished(Path folder, Predicate<String> names) throws IOException {
    for (Path file : list(folder, "*")) {
      if (names.test(String.valueOf(file.getFileName()))) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns what is in a folder and has such a name, in the order of the names. */
  public static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }

  /** Gives a new file the mode of the one it replaces, and its owner if it is another one's. */
  private static void keepOwner(Path old, Path now) throws IOException {
    PosixFileAttributeView to = Files.getFileAttributeView(now, PosixFileAttributeView.class);
    if (to == null || !Files.exists(old)) {
      return;
    }
    PosixFileAttributes from = Files.readAttributes(old, PosixFileAttributes.class);
    PosixFileAttributes own = to.readAttributes();
    if (!from.group().equals(own.group())) {
      to.setGroup(from.group());
    }
    if (!from.owner().equals(own.owner())) {
      to.setOwner(from.owner());
    }
    to.setPermissions(from.permissions());
  }

  private static FileAttribute<?>[] mode(Path file, String mode) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** So that the name survives a crash as well; not every system lets a folder be opened. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      return;
    }
  }
}
