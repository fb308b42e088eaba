package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.SafeFiles;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of requests that could not be applied when they came. A request is on the disk before
 * {@code append} returns, so nothing acknowledged is lost if the process is killed. One process may
 * use a file at a time, and open it once.
 *
 * <p>The file holds transcripts as they came, unscrubbed: it is readable by its owner alone, and is
 * emptied as soon as all of it has been applied. A request that fails while others are applied
 * stays, and so do those before it in the file. Headers, which may hold secrets, are not kept.
 *
 * <p>What cannot be read when the file is opened, such as a record that a crash cut off, and what
 * can never be applied, is moved to a file of the same name that ends in {@code .aside}, and
 * counted. Thread-safe.
 *
 * <p>Format: 8 bytes of magic; then for each request 4 bytes of length, 4 bytes of the CRC-32C of
 * what follows, and so many bytes.
 */
public final class ProviderSpool implements AutoCloseable {
  /** How large the file may become unless set: 256 MiB. */
  public static final long DEFAULT_BYTES = 256L << 20;

  private static final byte[] MAGIC = {'S', 'L', 'S', 'P', 'O', 'O', 'L', '1'};
  private static final int HEAD = 8;
  private static final int ENTRY_HEAD = 20;
  private static final int PART = 1 << 16;
  private static final long NONE = -1;

  /** A request in the spool. The body is not copied. */
  static final class Entry {
    private final UUID organizationId;
    private final String provider;
    private final byte[] body;

    Entry(UUID organizationId, String provider, byte[] body) {
      this.organizationId = organizationId;
      this.provider = provider;
      this.body = body;
    }

    UUID organizationId() {
      return organizationId;
    }

    String provider() {
      return provider;
    }

    byte[] body() {
      return body;
    }
  }

  /** What became of a request that was taken from the spool. */
  enum Drained {
    DONE,
    /** Neither this one nor those behind it can be applied now. */
    LATER,
    /** This one cannot be applied now; those behind it may be. */
    FAILED,
    SET_ASIDE
  }

  private final Path aside;
  private final LockedFile locked;
  private final RandomAccessFile file;
  private final long maxBytes;
  private final ReentrantLock using = new ReentrantLock();
  private final ReentrantLock draining = new ReentrantLock();
  private final AtomicLong setAside = new AtomicLong();
  private long end;
  private long next = MAGIC.length;

  /** Where those begin that failed, before {@code next}. */
  private final TreeSet<Long> failed = new TreeSet<>();

  private ProviderSpool(Path aside, LockedFile locked, long maxBytes) {
    this.aside = aside;
    this.locked = locked;
    this.file = locked.contents();
    this.maxBytes = maxBytes;
  }

  /** Opens a file of at most 256 MiB, see {@link #open(Path, long)}. */
  public static ProviderSpool open(Path file) throws IOException {
    return open(file, DEFAULT_BYTES);
  }

  /**
   * Opens a file, which is made where it is missing, and takes what it holds.
   *
   * @param maxBytes how large it may become: 1 KiB or more; while it is full, requests are not
   *     acknowledged
   * @throws IOException if it cannot be read or written, is no spool, or is in use
   */
  public static ProviderSpool open(Path file, long maxBytes) throws IOException {
    Validator validator = new Validator();
    validator.present("file", file);
    validator.range("max_bytes", maxBytes, 1 << 10, Long.MAX_VALUE);
    validator.throwIfInvalid();
    Path real = SafeFiles.file(file);
    LockedFile opened = LockedFile.open(real);
    try {
      ProviderSpool spool =
          new ProviderSpool(real.resolveSibling(real.getFileName() + ".aside"), opened, maxBytes);
      spool.recover(real);
      return spool;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void recover(Path name) throws IOException {
    if (file.length() < MAGIC.length) {
      // New, or its making was cut off.
      file.setLength(0);
      write(MAGIC, 0);
      syncFolder(name);
    }
    if (!Arrays.equals(MAGIC, read(0, MAGIC.length))) {
      throw new FileSystemException(name.toString(), null, "is no spool");
    }
    long size = file.length();
    end = MAGIC.length;
    for (Entry entry = readEntry(end); entry != null; entry = readEntry(end)) {
      end = behind(end);
    }
    if (end < size) {
      keepAside(end, size);
      truncate();
    }
  }

  private static void syncFolder(Path name) throws IOException {
    Path folder = Objects.requireNonNull(name.getParent(), "parent");
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (FileSystemException e) {
      // Windows opens no folders, and needs not be told to keep their entries.
    }
  }

  /**
   * Appends a request and waits until it is on the disk.
   *
   * @return false, with nothing changed, where the file would become too large
   */
  boolean append(Entry entry) throws IOException {
    byte[] record = record(entry);
    using.lock();
    try {
      if (end + record.length > maxBytes) {
        return false;
      }
      try {
        write(record, end);
      } catch (IOException e) {
        truncate();
        throw e;
      }
      end += record.length;
      return true;
    } finally {
      using.unlock();
    }
  }

  private static byte[] record(Entry entry) {
    byte[] provider = entry.provider().getBytes(StandardCharsets.UTF_8);
    int length = ENTRY_HEAD + provider.length + entry.body().length;
    ByteBuffer record = ByteBuffer.allocate(HEAD + length);
    record.position(HEAD);
    record.putLong(entry.organizationId().getMostSignificantBits());
    record.putLong(entry.organizationId().getLeastSignificantBits());
    record.putInt(provider.length).put(provider).put(entry.body());
    record.putInt(0, length).putInt(4, checksum(record.array(), HEAD, length));
    return record.array();
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }

  /** Returns the request at this position; null where there is none that is whole. */
  private @Nullable Entry readEntry(long at) throws IOException {
    int length = length(at);
    if (length < ENTRY_HEAD || at + HEAD + length > file.length()) {
      return null;
    }
    ByteBuffer content = ByteBuffer.wrap(read(at + HEAD, length));
    int checksum = ByteBuffer.wrap(read(at + 4, 4)).getInt();
    if (checksum != checksum(content.array(), 0, length)) {
      return null;
    }
    UUID organizationId = new UUID(content.getLong(), content.getLong());
    byte[] provider = new byte[content.getInt()];
    content.get(provider);
    byte[] body = new byte[content.remaining()];
    content.get(body);
    return new Entry(organizationId, new String(provider, StandardCharsets.UTF_8), body);
  }

  private int length(long at) throws IOException {
    return at + HEAD > file.length() ? -1 : ByteBuffer.wrap(read(at, 4)).getInt();
  }

  private byte[] read(long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(at);
    file.readFully(bytes);
    return bytes;
  }

  private void write(byte[] bytes, long at) throws IOException {
    file.seek(at);
    file.write(bytes);
    file.getFD().sync();
  }

  private void truncate() throws IOException {
    file.setLength(end);
    file.getFD().sync();
  }

  /**
   * Takes requests until each has been taken or one has to wait: first those that failed in an
   * earlier drain, then the others, in their order. One that fails, or for which an exception is
   * thrown, stays in the file for the next drain, and those behind it are taken nevertheless. After
   * a crash meanwhile all that is in the file is taken again.
   *
   * @return how many were done; where an exception was thrown for one, the first of them is thrown
   *     at the end instead
   */
  int drain(Function<Entry, Drained> work) throws IOException {
    draining.lock();
    try {
      int done = 0;
      Throwable thrown = null;
      Iterator<Long> again = failed().iterator();
      for (long at = following(again); at != NONE; at = following(again)) {
        Drained drained;
        try {
          drained = work.apply(entry(at));
        } catch (RuntimeException | Error e) {
          thrown = thrown == null ? e : thrown;
          drained = Drained.FAILED;
        }
        if (drained == Drained.LATER) {
          break;
        }
        done += drained == Drained.DONE ? 1 : 0;
        remove(at, drained);
      }
      if (thrown instanceof Error error) {
        throw error;
      } else if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      return done;
    } finally {
      draining.unlock();
    }
  }

  private List<Long> failed() {
    using.lock();
    try {
      return List.copyOf(failed);
    } finally {
      using.unlock();
    }
  }

  /** Returns where the request begins that is to be taken next. */
  private long following(Iterator<Long> again) {
    if (again.hasNext()) {
      return again.next();
    }
    using.lock();
    try {
      return next == end ? NONE : next;
    } finally {
      using.unlock();
    }
  }

  private Entry entry(long at) throws IOException {
    using.lock();
    try {
      Entry entry = readEntry(at);
      if (entry == null) {
        throw new FileSystemException("the spool was changed by another process");
      }
      return entry;
    } finally {
      using.unlock();
    }
  }

  /**
   * Goes on behind a request that was taken. Behind the last the file is cut off where the last of
   * those that failed ends. They are not moved: that would take space, which may be lacking, each
   * time they fail.
   */
  private void remove(long at, Drained drained) throws IOException {
    using.lock();
    try {
      if (drained == Drained.SET_ASIDE) {
        keepAside(at, behind(at));
      }
      if (at == next) {
        next = behind(at);
      }
      if (drained == Drained.FAILED) {
        failed.add(at);
      } else {
        failed.remove(at);
      }
      if (next == end) {
        cutOff(failed.isEmpty() ? MAGIC.length : behind(failed.last()));
      }
    } finally {
      using.unlock();
    }
  }

  private void cutOff(long newEnd) throws IOException {
    next = newEnd;
    if (end != newEnd) {
      end = newEnd;
      truncate();
    }
  }

  private long behind(long at) throws IOException {
    return at + HEAD + length(at);
  }

  private void keepAside(long from, long to) throws IOException {
    if (!Files.exists(aside)) {
      SafeFiles.create(aside).close();
    }
    try (FileOutputStream kept = new FileOutputStream(aside.toFile(), true)) {
      for (long at = from; at < to; at += PART) {
        kept.write(read(at, (int) Math.min(PART, to - at)));
      }
      kept.getFD().sync();
    }
    setAside.incrementAndGet();
  }

  /** How many bytes wait to be applied, or are to be removed with those. */
  public long pendingBytes() {
    using.lock();
    try {
      return end - MAGIC.length;
    } finally {
      using.unlock();
    }
  }

  /** How often something was moved to the file beside this one since it was opened. */
  public long setAside() {
    return setAside.get();
  }

  /** Closes the file, with what it holds. */
  @Override
  public void close() throws IOException {
    locked.close();
  }
}
