package dev.sessionlifecycle.examples.quickstart;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where the quickstart puts its files: below the build's {@code target}, whoever starts it. */
final class Places {
  private Places() {}

  /** The directory of the database and of the memories, which is made where it is missing. */
  static Path home() {
    return target().resolve("quickstart");
  }

  /**
   * The classes lie in {@code target/classes}; a jar, or anything else, leaves it to the caller.
   */
  private static Path target() {
    try {
      CodeSource source = Places.class.getProtectionDomain().getCodeSource();
      Path classes = source == null ? null : Path.of(source.getLocation().toURI());
      Path parent = classes != null && Files.isDirectory(classes) ? classes.getParent() : null;
      return parent == null ? Path.of("target").toAbsolutePath() : parent;
    } catch (URISyntaxException e) {
      return Path.of("target").toAbsolutePath();
    }
  }
}
