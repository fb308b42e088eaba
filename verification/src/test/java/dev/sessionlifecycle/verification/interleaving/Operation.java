package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What an actor does, once, in a transaction of his. */
enum Operation {
  CLOSE {
    @Override
    Object on(SessionStore store, Stage stage) {
      return store.close(stage.closing(UUID.randomUUID().toString()).intent());
    }
  },
  MOVE {
    @Override
    Object on(SessionStore store, Stage stage) {
      return store.transition(stage.scene().moving(stage.session(), SessionStatus.PAUSED));
    }
  },
  APPEND {
    @Override
    Object on(SessionStore store, Stage stage) {
      return store.append(
          stage.scene().appending(stage.session(), stage.scene().fromUser("hello")));
    }
  },
  CLAIM {
    @Override
    Object on(SessionStore store, Stage stage) {
      return store
          .chains()
          .claim(
              new ClaimRequest(
                  UUID.randomUUID(),
                  Duration.ofMinutes(5),
                  10,
                  10,
                  Set.of(stage.scene().shape().digest()),
                  null));
    }
  },
  PURGE {
    @Override
    Object on(SessionStore store, Stage stage) {
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
    Object on(SessionStore store, Stage stage) {
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
  };

  abstract Object on(SessionStore store, Stage stage);
}
