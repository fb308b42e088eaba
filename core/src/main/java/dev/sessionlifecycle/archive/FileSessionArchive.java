package dev.sessionlifecycle.archive;

import dev.sessionlifecycle.errors.ArchivedSessionTooLargeException;
import dev.sessionlifecycle.finalize.internal.ByteLines;
import dev.sessionlifecycle.finalize.internal.DamagedFilesException;
import dev.sessionlifecycle.finalize.internal.SafeFiles;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.internal.document.DocumentIds;
import dev.sessionlifecycle.internal.document.SessionDocument;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * An archive in files: {@code <root>/<organization>/<date of the end in UTC>/<random>.jsonl.gz},
 * JSON lines compressed with gzip, each line one session that is complete in itself.
 *
 * <p>A file is written under another name, forced to the disk, and then given its name: it is there
 * whole or not at all, and is never appended to. Several threads and processes may write to one
 * root and delete from it: they lock the folder of a date with a file {@code .lock} in it. Only the
 * owner may read what is new; a file keeps its mode and its owner when it is rewritten. Folders and
 * files may be symbolic links.
 *
 * <p>Reading and deleting go through the files of the organization. A file that cannot be read does
 * not stop them: the others are read and rewritten first, and the exception names those that are
 * damaged. What a crash left unfinished is deleted with the next session or end user.
 *
 * <p>A session of any length is written and deleted page by page; {@code read} returns one whole,
 * and refuses one that is longer than an eighth of the heap, with {@link
 * ArchivedSessionTooLargeException}.
 */
public final class FileSessionArchive implements SessionArchive {
  private static final String ENDING = ".jsonl.gz";
  private static final long LONGEST_LINE = 1 << 30;

  private final Path root;

  private FileSessionArchive(Path root) {
    this.root = root;
  }

  /** An archive below this folder, which is made where it is missing. */
  public static FileSessionArchive in(Path root) {
    return new FileSessionArchive(Validator.require("root", root));
  }

  @Override
  public void write(List<ArchivedSession> sessions) throws IOException {
    Map<Path, List<ArchivedSession>> byFolder =
        sessions.stream().collect(Collectors.groupingBy(archived -> folder(archived.session())));
    for (Map.Entry<Path, List<ArchivedSession>> entry : byFolder.entrySet()) {
      writeFile(
          entry.getKey(),
          zip -> {
            for (ArchivedSession it : entry.getValue()) {
              SessionDocument.writeLine(it.session(), it.messages(), it.history(), it.evals(), zip);
            }
          });
    }
  }

  @Override
  public void write(
      Session session,
      Iterable<StoredMessage> messages,
      Iterable<HistoryEntry> history,
      Iterable<EvalRun> evals)
      throws IOException {
    writeFile(
        folder(session), zip -> SessionDocument.writeLine(session, messages, history, evals, zip));
  }

  private static void writeFile(Path missing, SafeFiles.Content lines) throws IOException {
    Path folder = SafeFiles.folder(missing);
    SafeFiles.lockedFolder(
        folder,
        lock -> {
          SafeFiles.replace(
              folder.resolve(UUID.randomUUID() + ENDING),
              out -> {
                GZIPOutputStream zip = new GZIPOutputStream(out);
                lines.writeTo(zip);
                zip.finish();
              });
          return true;
        });
  }

  private Path folder(Session session) {
    Instant ended = Objects.requireNonNull(session.endedAt(), "endedAt");
    return organization(session.organizationId())
        .resolve(LocalDate.ofInstant(ended, ZoneOffset.UTC).toString());
  }

  private Path organization(UUID id) {
    return root.resolve(id.toString());
  }

  @Override
  public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) throws IOException {
    Set<String> damaged = new TreeSet<>();
    for (Path file : newestFirst(organizationId)) {
      try {
        Optional<ArchivedSession> found = read(file, organizationId, sessionId);
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException | IllegalArgumentException e) {
        damaged.add(name(file));
      }
    }
    if (!damaged.isEmpty()) {
      throw new DamagedFilesException(damaged, 0);
    }
    return Optional.empty();
  }

  private List<Path> newestFirst(UUID organizationId) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders(organizationId)) {
      files.addAll(SafeFiles.list(folder, "*" + ENDING));
    }
    files.sort(Comparator.comparing(FileSessionArchive::writtenAt).reversed());
    return files;
  }

  private static Optional<ArchivedSession> read(Path file, UUID organizationId, UUID sessionId)
      throws IOException {
    try (ByteLines lines = lines(file)) {
      while (lines.next(DocumentIds.LONGEST)) {
        DocumentIds ids = DocumentIds.of(lines.text());
        if (ids == null) {
          throw new IOException("a line is not that of an archived session");
        }
        if (ids.organizationId().equals(organizationId) && ids.sessionId().equals(sessionId)) {
          long longest = Math.min(LONGEST_LINE, Runtime.getRuntime().maxMemory() / 8);
          lines.read((int) longest);
          if (!lines.isWhole()) {
            throw new ArchivedSessionTooLargeException(longest);
          }
          return Optional.of(SessionDocument.read(lines.text()));
        }
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty(); // all of it was erased meanwhile
    }
  }

  @Override
  public int export(UUID organizationId, UUID endUserId, Predicate<UUID> wanted, OutputStream out)
      throws IOException {
    Set<UUID> written = new HashSet<>();
    Predicate<DocumentIds> meant =
        ids ->
            ids.organizationId().equals(organizationId)
                && ids.endUserId().equals(endUserId)
                && !written.contains(ids.sessionId())
                && wanted.test(ids.sessionId());
    Set<String> damaged = new TreeSet<>();
    for (Path file : newestFirst(organizationId)) {
      // Read to its end first, which verifies it: no half of a session is written.
      if (isMeant(file, meant, damaged)) {
        copy(file, ids -> ids != null && meant.test(ids) && written.add(ids.sessionId()), out);
      }
    }
    if (!damaged.isEmpty()) {
      throw new DamagedFilesException(damaged, written.size());
    }
    return written.size();
  }

  private static boolean isMeant(Path file, Predicate<DocumentIds> meant, Set<String> damaged) {
    try {
      Found found = find(file, meant);
      if (found.unknown() > 0) {
        damaged.add(name(file));
      }
      return found.meant() > 0;
    } catch (NoSuchFileException e) {
      return false; // all of it was erased meanwhile
    } catch (IOException e) {
      damaged.add(name(file));
      return false;
    }
  }

  @Override
  public void delete(UUID organizationId, UUID sessionId) throws IOException {
    deleteAll(organizationId, ids -> ids.sessionId().equals(sessionId));
  }

  @Override
  public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) throws IOException {
    return deleteAll(
        organizationId,
        ids -> ids.endUserId().equals(endUserId) && !keep.contains(ids.sessionId()));
  }

  private int deleteAll(UUID organizationId, Predicate<DocumentIds> meant) throws IOException {
    Predicate<DocumentIds> theirs =
        ids -> ids.organizationId().equals(organizationId) && meant.test(ids);
    Set<String> damaged = new TreeSet<>();
    int deleted = 0;
    for (Path folder : folders(organizationId)) {
      try {
        deleted += SafeFiles.lockedFolder(folder, lock -> delete(folder, theirs, damaged));
      } catch (IOException e) {
        damaged.add(name(folder));
      }
    }
    if (!damaged.isEmpty()) {
      throw new DamagedFilesException(damaged, deleted);
    }
    return deleted;
  }

  private int delete(Path folder, Predicate<DocumentIds> meant, Set<String> damaged)
      throws IOException {
    SafeFiles.deleteUnfinished(folder, name -> name.endsWith(SafeFiles.UNFINISHED));
    int deleted = 0;
    for (Path name : SafeFiles.list(folder, "*" + ENDING)) {
      try {
        Path file = name.toRealPath();
        Found found = find(file, meant);
        if (found.meant() == found.lines() && found.lines() > 0) {
          Files.delete(file);
          Files.deleteIfExists(name);
        } else if (found.meant() > 0) {
          SafeFiles.replace(file, out -> rewrite(file, meant.negate(), out));
        }
        deleted += found.meant();
        if (found.unknown() > 0) {
          damaged.add(name(name));
        }
      } catch (IOException e) {
        damaged.add(name(name));
      }
    }
    return deleted;
  }

  /** The lines of a file: all, those that are meant, and those that are no archived session. */
  private record Found(int lines, int meant, int unknown) {}

  private static Found find(Path file, Predicate<DocumentIds> meant) throws IOException {
    int all = 0;
    int found = 0;
    int unknown = 0;
    try (ByteLines lines = lines(file)) {
      while (lines.next(DocumentIds.LONGEST)) {
        DocumentIds ids = DocumentIds.of(lines.text());
        all++;
        found += ids != null && meant.test(ids) ? 1 : 0;
        unknown += ids == null ? 1 : 0;
      }
    }
    return new Found(all, found, unknown);
  }

  /** Writes a file without some of its sessions; lines that are none stay. */
  private static void rewrite(Path file, Predicate<DocumentIds> kept, OutputStream out)
      throws IOException {
    GZIPOutputStream zip = new GZIPOutputStream(out);
    copy(file, ids -> ids == null || kept.test(ids), zip);
    zip.finish();
  }

  private static void copy(Path file, Predicate<@Nullable DocumentIds> wanted, OutputStream out)
      throws IOException {
    try (ByteLines lines = lines(file)) {
      while (lines.next(DocumentIds.LONGEST)) {
        if (wanted.test(DocumentIds.of(lines.text()))) {
          lines.copyTo(out);
        }
      }
    }
  }

  private List<Path> folders(UUID organizationId) throws IOException {
    Path folder = organization(organizationId);
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path date : SafeFiles.list(folder, "*")) {
        if (Files.isDirectory(date)) {
          folders.add(date.toRealPath());
        }
      }
    }
    return folders;
  }

  /** The name that an administrator finds a file under, without what is above its folder. */
  private static String name(Path file) {
    int names = file.getNameCount();
    return file.subpath(Math.max(0, names - 2), names).toString();
  }

  private static Instant writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static ByteLines lines(Path file) throws IOException {
    return new ByteLines(new GZIPInputStream(Files.newInputStream(file), 8_192));
  }
}
