package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends many sessions in few transactions. */
final class BulkClosing {
  /** The most sessions of one transaction. */
  private static final int MOST = 200;

  private final Units units;
  private final Closing closing;
  private final Shortcuts shortcuts;

  BulkClosing(Units units, Closing closing, Shortcuts shortcuts) {
    this.units = units;
    this.closing = closing;
    this.shortcuts = shortcuts;
  }

  List<CloseReply> closeAll(List<CloseIntent> intents) {
    @Nullable CloseReply[] replies = new CloseReply[intents.size()];
    for (List<Rounds.Placed<CloseIntent>> round : Rounds.of(intents, CloseIntent::session)) {
      for (List<Rounds.Placed<CloseIntent>> group : groups(round)) {
        List<CloseIntent> inOrder = group.stream().map(Rounds.Placed::intent).toList();
        List<CloseReply> answers = closeGroup(inOrder);
        for (int i = 0; i < group.size(); i++) {
          replies[group.get(i).place()] = answers.get(i);
        }
      }
    }
    List<CloseReply> all = new ArrayList<>();
    for (CloseReply reply : replies) {
      all.add(Objects.requireNonNull(reply, "reply"));
    }
    return all;
  }

  private List<CloseReply> closeGroup(List<CloseIntent> inOrder) {
    return shortcuts
        .closeAll(inOrder)
        .orElseGet(
            () ->
                units.together(
                    tx -> inOrder.stream().map(intent -> closing.close(tx, intent)).toList()));
  }

  /** What one transaction may hold: of the same terms, and either with buffers or all without. */
  private static List<List<Rounds.Placed<CloseIntent>>> groups(
      List<Rounds.Placed<CloseIntent>> round) {
    Map<Kind, List<Rounds.Placed<CloseIntent>>> open = new LinkedHashMap<>();
    List<List<Rounds.Placed<CloseIntent>>> groups = new ArrayList<>();
    for (Rounds.Placed<CloseIntent> placed : round) {
      Kind kind = new Kind(placed.intent().defaults(), placed.intent().buffer().isEmpty());
      List<Rounds.Placed<CloseIntent>> group = open.computeIfAbsent(kind, it -> new ArrayList<>());
      if (group.isEmpty()) {
        groups.add(group);
      }
      group.add(placed);
      if (group.size() == MOST) {
        open.remove(kind);
      }
    }
    return groups;
  }

  private record Kind(CloseDefaults terms, boolean isPlain) {}
}
