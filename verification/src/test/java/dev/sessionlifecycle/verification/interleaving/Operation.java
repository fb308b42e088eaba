package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainState.Progress;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.UpdateIntent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What an actor does once, in its own transaction. */
enum Operation {
  CLOSE {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store.close(stage.closing(UUID.randomUUID().toString()).build());
    }
  },
  MOVE {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store.transition(stage.scene().moving(stage.session(), SessionStatus.PAUSED));
    }
  },
  APPEND {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store.append(
          stage.scene().appending(stage.session(), stage.scene().fromUser("hello")));
    }
  },
  UPDATE {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store
          .updates()
          .update(
              new UpdateIntent(
                  stage.key(),
                  1L,
                  SessionUpdate.nothing().withMetadata(InterleavingFixture.UPDATED),
                  stage.scene().now()));
    }
  },
  CLAIM {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return claim(store, stage);
    }
  },
  PURGE {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store
          .disposals()
          .dispose(
              new DisposalIntent(
                  stage.scene().organizationId(),
                  List.of(stage.session().id()),
                  Receipt.Kind.PURGE,
                  false,
                  null,
                  UUID.randomUUID(),
                  null,
                  "housekeeping"));
    }
  },
  HOLD {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store
          .holds()
          .place(
              new Hold(
                  stage.scene().organizationId(),
                  UUID.randomUUID(),
                  HoldScope.organization(),
                  "matter",
                  "counsel",
                  stage.scene().now(),
                  null,
                  null));
    }
  },
  SETTLE {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      ChainState done =
          new ChainState(Collections.nCopies(3, new Progress(ChainState.Phase.DONE, 1, null)));
      Settlement settlement =
          new Settlement(
              stage.lease(), done, new Settlement.ReleaseLease(null), List.of(), List.of());
      return store.chains().settle(List.of(settlement)).get(0);
    }
  },
  CLOSE_EXTERNAL {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store.closeExternal(
          InterleavingFixture.REF, stage.closing(UUID.randomUUID().toString()).build());
    }
  },
  TAKE_OVER {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store
          .sweeps()
          .takeOver(
              stage.key(),
              InterleavingFixture.LAPSED,
              UUID.randomUUID(),
              Duration.ofMinutes(5),
              stage.scene().now());
    }
  },
  RESUME {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store
          .owners()
          .resume(stage.key(), InterleavingFixture.LAPSED, Duration.ofMinutes(5), false);
    }
  },
  CLOSE_COMBINED {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      CloseIntent intent = stage.closing(UUID.randomUUID().toString()).build();
      return store.tryCloseAll(List.of(intent)).get(0).orElseGet(() -> store.close(intent));
    }
  },
  MOVE_COMBINED {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      TransitionIntent intent = stage.scene().moving(stage.session(), SessionStatus.PAUSED);
      return store
          .tryTransitionAll(List.of(intent))
          .get(0)
          .orElseGet(() -> store.transition(intent));
    }
  },
  APPEND_COMBINED {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      AppendIntent intent =
          stage.scene().appending(stage.session(), stage.scene().fromUser("hello"));
      return store.tryAppendAll(List.of(intent)).get(0).orElseGet(() -> store.append(intent));
    }
  },
  APPEND_AS_OWNER {
    @Override
    Object on(SessionStore store, InterleavingFixture stage) {
      return store.append(
          new AppendIntent(
              stage.key(),
              List.of(stage.scene().fromUser("hello")),
              stage.scene().now(),
              InterleavingFixture.LAPSED));
    }
  };

  /** The operations that are all combined with each other. */
  static final Set<Operation> COMMON = EnumSet.range(CLOSE, HOLD);

  static List<ChainLease> claim(SessionStore store, InterleavingFixture stage) {
    return store
        .chains()
        .claim(
            new ClaimRequest(
                UUID.randomUUID(),
                Duration.ofMinutes(5),
                10,
                10,
                Set.of(stage.scene().definition().digest()),
                null));
  }

  abstract Object on(SessionStore store, InterleavingFixture stage);
}
