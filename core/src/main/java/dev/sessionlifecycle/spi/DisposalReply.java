package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.Receipt;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store's reply to a {@link DisposalIntent}.
 *
 * @param done the sessions that went, or were anonymized
 * @param refused each of the others, and why
 * @param receipt the receipt; null where nothing was done
 */
public record DisposalReply(
    List<UUID> done, Map<UUID, Refusal> refused, @Nullable Receipt receipt) {

  /** Why a session stays as it is; the first that applies. */
  public enum Refusal {
    /** The organization has no such session. */
    MISSING,
    /** It has not ended, or has a status that was written by a newer version. */
    LIVE,
    /** A hold covers it. */
    HELD,
    /** Its finalize chain has not finished, or its owner may still write what it held back. */
    UNFINISHED,
    /** It has to be kept still, or for ever. */
    NOT_DUE,
    /** No archive has acknowledged it. */
    NOT_ARCHIVED,
    /** It is in use at the moment. */
    BUSY
  }

  /** Copies the collections. */
  public DisposalReply {
    done = List.copyOf(done);
    refused = Map.copyOf(refused);
  }
}
