package dev.sessionlifecycle.finalize.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** Files that could not be read or rewritten, while all others were. */
public final class DamagedFilesException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String[] files;
  private final int done;

  /**
   * Names the files.
   *
   * @param files names below what the caller knows, without any content
   * @param done how much was deleted from the other files, or read from them
   */
  public DamagedFilesException(Collection<String> files, int done) {
    super("could not be read or rewritten: " + String.join(", ", files));
    this.files = files.toArray(String[]::new);
    this.done = done;
  }

  /** Returns the names of the files. */
  public List<String> files() {
    return List.of(files);
  }

  /** Returns how much was deleted from the other files, or read from them. */
  public int done() {
    return done;
  }
}
