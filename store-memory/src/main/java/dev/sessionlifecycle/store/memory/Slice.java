package dev.sessionlifecycle.store.memory;

import java.util.List;

/** A part of a list whose elements are numbered from 1. */
final class Slice {

  private Slice() {}

  /** A copy of the elements after that number, at most the limit. */
  static <T> List<T> of(List<T> all, int after, int limit) {
    int from = Math.min(Math.max(after, 0), all.size());
    int to = (int) Math.min((long) from + Math.max(limit, 0), all.size());
    return List.copyOf(all.subList(from, to));
  }
}
