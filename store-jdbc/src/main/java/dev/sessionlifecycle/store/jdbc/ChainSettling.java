package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.List;

/** Writes settlements that carry the token of their chain: first the chain, then the effects. */
final class ChainSettling {
  private final Fencing fencing;
  private final EffectsWriting effects;

  ChainSettling(Fencing fencing, EffectsWriting effects) {
    this.fencing = fencing;
    this.effects = effects;
  }

  /** The settlements are of different sessions, in the order in which all lock chains. */
  List<SettleReply> settle(Tx tx, List<Settlement> inOrder) {
    boolean[] isWritten = fencing.fence(tx, inOrder);
    List<SettleReply> replies = new ArrayList<>();
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < isWritten.length; i++) {
      replies.add(isWritten[i] ? SettleReply.SETTLED : SettleReply.STALE);
      if (isWritten[i] && hasEffects(inOrder.get(i))) {
        settled.add(inOrder.get(i));
      }
    }
    if (!settled.isEmpty()) {
      effects.write(tx, settled);
    }
    return replies;
  }

  static boolean hasEffects(Settlement settlement) {
    return !settlement.effects().stream().allMatch(Effects::isEmpty);
  }
}
