package dev.sessionlifecycle.console;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads ids of addresses and forms. */
final class Ids {
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Ids() {}

  /** Returns the id, if the text is one in its full form. */
  static Optional<UUID> parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return ID.matcher(lower).matches() ? Optional.of(UUID.fromString(lower)) : Optional.empty();
  }
}
