package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain.State;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Phase;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UnfinishedPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists the unfinished chains of all organizations. */
record UnfinishedChainReader(ChainStore store) {
  private static final int PAGE = 500;

  List<UnfinishedChain> list(UnfinishedFilter filter, @Nullable UnfinishedChain after, int limit) {
    Map<String, ChainDefinition> shapes = new HashMap<>();
    store.shapes().forEach(it -> shapes.put(it.digest(), it));
    List<UnfinishedChain> found = new ArrayList<>();
    SessionKey last =
        after == null ? null : new SessionKey(after.organizationId(), after.sessionId());
    UnfinishedPage page;
    do {
      page = store.unfinished(last, PAGE);
      for (ChainRecord chain : page.chains()) {
        last = chain.session();
        UnfinishedChain read = read(chain, page.now(), shapes.get(chain.shape()));
        if (filter.lets(read)) {
          found.add(read);
        }
        if (found.size() == limit) {
          return found;
        }
      }
    } while (page.chains().size() == PAGE);
    return found;
  }

  private static UnfinishedChain read(
      ChainRecord chain, Instant now, @Nullable ChainDefinition shape) {
    List<ChainState.Progress> steps = chain.state().steps();
    int[] open =
        IntStream.range(0, steps.size())
            .filter(i -> steps.get(i).phase() != Phase.DONE)
            .filter(i -> steps.get(i).phase() != Phase.SKIPPED)
            .toArray();
    Instant dueAt = chain.dueAt();
    boolean isDue = dueAt != null && !dueAt.isAfter(now);
    State state =
        dueAt == null
            ? State.PARKED
            : isDue ? State.DUE : chain.leased() ? State.LEASED : State.WAITING;
    return new UnfinishedChain(
        chain.session().organizationId(),
        chain.session().sessionId(),
        state,
        isDue ? Duration.between(dueAt, now) : Duration.ZERO,
        IntStream.of(open).map(i -> steps.get(i).attempts()).max().orElse(0),
        shape == null
            ? List.of()
            : IntStream.of(open).mapToObj(i -> shape.names().get(i)).toList());
  }
}
