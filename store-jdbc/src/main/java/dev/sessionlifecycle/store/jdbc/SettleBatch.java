package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Settles many chains in one transaction, and where the database refuses something in it, each by
 * itself, so that one does not spoil the others.
 */
final class SettleBatch {
  private final Units units;
  private final ChainSettling settling;
  private final boolean isOneStatement;

  /** For settlements that are one statement where they have no effects, or for all others. */
  SettleBatch(Units units, ChainSettling settling, boolean isOneStatement) {
    this.isOneStatement = isOneStatement;
    this.units = units;
    this.settling = settling;
  }

  List<SettleReply> settle(List<Settlement> settlements) {
    SettleReply[] replies = new SettleReply[settlements.size()];
    Arrays.fill(replies, SettleReply.STALE);
    List<Integer> places = firstOfEach(settlements);
    if (places.isEmpty()) {
      return List.of();
    }
    List<Settlement> inOrder = places.stream().map(settlements::get).toList();
    List<SettleReply> written = together(inOrder);
    for (int i = 0; i < places.size(); i++) {
      replies[places.get(i)] = written.get(i);
    }
    return List.of(replies);
  }

  private List<SettleReply> together(List<Settlement> inOrder) {
    try {
      return inOrder.stream().anyMatch(ChainSettling::hasEffects) || !isOneStatement
          ? units.together(tx -> settling.settle(tx, inOrder))
          : units.single(tx -> settling.settle(tx, inOrder));
    } catch (IllegalArgumentException e) {
      return refused(inOrder);
    } catch (StoreException e) {
      if (!Errors.isRefused(e)) {
        throw e;
      }
      return refused(inOrder);
    }
  }

  private List<SettleReply> refused(List<Settlement> inOrder) {
    return inOrder.size() == 1
        ? List.of(SettleReply.REFUSED)
        : inOrder.stream().map(one -> together(List.of(one)).get(0)).toList();
  }

  /**
   * The places of the first settlement of each session, in the order in which chains are locked.
   */
  private static List<Integer> firstOfEach(List<Settlement> settlements) {
    Set<SessionKey> seen = new HashSet<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < settlements.size(); i++) {
      if (seen.add(settlements.get(i).ref().session())) {
        places.add(i);
      }
    }
    places.sort(Comparator.comparing(i -> settlements.get(i).ref().session(), LockOrder.KEYS));
    return places;
  }
}
