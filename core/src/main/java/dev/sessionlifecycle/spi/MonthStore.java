package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store adds that keeps messages and history in a part for each month, in UTC, in which
 * their session was created: a part goes as a whole, of all organizations at once.
 */
public interface MonthStore {

  /** The months before the present one, by the store's clock, that have a part; oldest first. */
  List<YearMonth> past();

  /**
   * Returns the sessions that have data in the partition of a month. If the store sees that some
   * must stay, it returns just one of those.
   *
   * @param limit the most sessions to return
   */
  MonthSessions read(YearMonth month, int limit);

  /**
   * Deletes sessions with everything that belongs to them, with a receipt for each intent, and
   * drops the part of their month: all of it in one transaction, or nothing of it.
   *
   * <p>Nothing is done where one of them may not go, by the conditions of {@link
   * DisposalStore#dispose}; where anything in the part belongs to another session; where the month
   * is not over; and where others would have to be kept waiting for long. One that is missing is as
   * good as gone.
   *
   * @param intents purges; none where the part is empty
   */
  Reply dispose(YearMonth month, List<DisposalIntent> intents);

  /**
   * What a part holds.
   *
   * @param now the store's clock
   */
  record MonthSessions(Instant now, List<DueSession> sessions) {
    /** Copies the list. */
    public MonthSessions {
      Validator.require("now", now);
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * What became of a part.
   *
   * @param receipts of what went
   * @param kept why it stays; null where it is gone
   */
  record Reply(List<Receipt> receipts, @Nullable Refusal kept) {
    /** Copies the list. */
    public Reply {
      receipts = List.copyOf(receipts);
    }
  }
}
