package dev.sessionlifecycle.store.memory;

import java.util.Collection;
import java.util.List;

/** Returns pages of collections whose elements are numbered from 1. */
final class Lists {

  private Lists() {}

  /** Returns a copy of up to {@code limit} elements after that number. */
  static <T> List<T> page(Collection<T> all, int after, int limit) {
    return all.stream().skip(Math.max(after, 0)).limit(Math.max(limit, 0)).toList();
  }
}
