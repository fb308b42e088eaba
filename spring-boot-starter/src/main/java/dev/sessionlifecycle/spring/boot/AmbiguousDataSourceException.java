package dev.sessionlifecycle.spring.boot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** It cannot be known which data source sessions are to be stored in. */
final class AmbiguousDataSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> beans;
  private final @Nullable String missing;

  /**
   * Creates the exception.
   *
   * @param beans the names of the data sources
   * @param missing the name that was asked for and is not among them; null if none was
   */
  AmbiguousDataSourceException(List<String> beans, @Nullable String missing) {
    super(
        missing == null
            ? "there are several data sources, and none is chosen: " + beans
            : "there is no data source named " + missing + " among " + beans);
    this.beans = List.copyOf(beans);
    this.missing = missing;
  }

  List<String> beans() {
    return beans;
  }

  @Nullable String missing() {
    return missing;
  }
}
