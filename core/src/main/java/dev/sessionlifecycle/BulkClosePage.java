package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.CloseResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of the sessions of one page of a bulk close.
 *
 * @param results by session, in the order of the listing; {@code status_changed} is the code of one
 *     that had moved to another live status before it could be ended, and was left alone
 * @param next where to go on; null where there is nothing left
 */
public record BulkClosePage(Map<UUID, BulkResult<CloseResult>> results, @Nullable String next) {
  /** Copies the map. */
  public BulkClosePage {
    results =
        Collections.unmodifiableMap(new LinkedHashMap<>(Validator.require("results", results)));
  }
}
