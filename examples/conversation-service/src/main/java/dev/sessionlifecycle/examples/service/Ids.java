package dev.sessionlifecycle.examples.service;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parses ids in their canonical form: 8-4-4-4-12 hex digits. */
final class Ids {
  private Ids() {}

  /** Returns the id, or null for anything else. */
  static @Nullable UUID parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? id : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the id in the path; anything else is rejected with 422. */
  static UUID inPath(String text) {
    UUID id = parse(text);
    if (id == null) {
      throw Refusal.invalid(
          List.of("path", "conversation_id"), "Input should be a valid UUID", "uuid_parsing");
    }
    return id;
  }
}
