package dev.sessionlifecycle.archive;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * An archive in files: {@code <root>/<organization>/<date of the end in UTC>/<random>.jsonl.gz},
 * JSON lines compressed with gzip, each line one session that is complete in itself.
 *
 * <p>A file is written under another name, forced to the disk, and then given its name: it is there
 * whole or not at all, and is never appended to. So several processes may write to one root.
 * Reading and deleting go through the files of the organization.
 */
public final class FileSessionArchive implements SessionArchive {
  private static final String ENDING = ".jsonl.gz";

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
        sessions.stream().collect(Collectors.groupingBy(this::folder));
    for (Map.Entry<Path, List<ArchivedSession>> entry : byFolder.entrySet()) {
      Files.createDirectories(entry.getKey());
      replace(
          entry.getKey().resolve(UUID.randomUUID() + ENDING),
          entry.getValue().stream().map(ArchiveDocument::write).toList());
    }
  }

  private Path folder(ArchivedSession archived) {
    Instant ended = Objects.requireNonNull(archived.session().endedAt(), "endedAt");
    return organization(archived.session().organizationId())
        .resolve(LocalDate.ofInstant(ended, ZoneOffset.UTC).toString());
  }

  private Path organization(UUID id) {
    return root.resolve(id.toString());
  }

  /** Writes a file whole or not at all. */
  private static void replace(Path file, List<String> lines) throws IOException {
    Path unfinished = file.resolveSibling(UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        @SuppressWarnings("resource") // its only resource is the channel, which is closed here
        GZIPOutputStream zip = new GZIPOutputStream(Channels.newOutputStream(channel));
        for (String line : lines) {
          zip.write(line.getBytes(StandardCharsets.UTF_8));
          zip.write('\n');
        }
        zip.finish();
        channel.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    forceFolder(Objects.requireNonNull(file.getParent(), "parent"));
  }

  /** So that the name survives a crash as well; not every system lets a folder be opened. */
  private static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      return;
    }
  }

  @Override
  public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) throws IOException {
    List<Path> newestFirst = new ArrayList<>(files(organizationId));
    newestFirst.sort(Comparator.comparing(FileSessionArchive::writtenAt).reversed());
    for (Path file : newestFirst) {
      for (String line : lines(file, mentions(sessionId))) {
        ArchivedSession archived = ArchiveDocument.read(line);
        if (archived.session().id().equals(sessionId)) {
          return Optional.of(archived);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void delete(UUID organizationId, UUID sessionId) throws IOException {
    delete(organizationId, sessionId, it -> it.id().equals(sessionId));
  }

  @Override
  public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) throws IOException {
    return delete(
        organizationId,
        endUserId,
        it -> it.endUserId().equals(endUserId) && !keep.contains(it.id()));
  }

  /** Deletes those of an organization that mention this id and are meant. */
  private int delete(UUID organizationId, UUID mentioned, Predicate<Session> meant)
      throws IOException {
    int deleted = 0;
    for (Path file : files(organizationId)) {
      if (lines(file, mentions(mentioned)).isEmpty()) {
        continue;
      }
      List<String> all = lines(file, line -> true);
      List<String> left =
          all.stream()
              .filter(
                  line ->
                      !mentions(mentioned).test(line)
                          || !meant.test(ArchiveDocument.read(line).session()))
              .toList();
      if (left.isEmpty()) {
        Files.delete(file);
      } else if (left.size() < all.size()) {
        replace(file, left);
      }
      deleted += all.size() - left.size();
    }
    return deleted;
  }

  private static Predicate<String> mentions(UUID id) {
    String text = id.toString();
    return line -> line.contains(text);
  }

  private List<Path> files(UUID organizationId) throws IOException {
    Path folder = organization(organizationId);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(it -> it.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private static Instant writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static List<String> lines(Path file, Predicate<String> wanted) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().filter(wanted).toList();
    }
  }
}
