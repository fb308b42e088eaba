package dev.sessionlifecycle.verification.simulator;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.finalizer.FinalizerContext;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A few nodes finalize a few sessions on one store and one manual clock. The seed determines
 * everything that happens: a node continues to its next call, starts, or dies; time passes, less
 * than a lease or more; everyone's business clock jumps.
 */
final class Simulation {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final int NODES = 3;
  private static final int SESSIONS = 3;
  private static final int EVENTS = 150;
  private static final int LONGEST_DRAIN = 5_000;
  private static final FinalizerOptions OPTIONS =
      FinalizerOptions.builder()
          .lease(Duration.ofSeconds(1))
          .claimBatch(2)
          .settleBatch(2)
          .steps(
              StepOptions.defaults()
                  .withAttempts(10_000)
                  .withTimeout(Duration.ofSeconds(5))
                  .withBackoff(Duration.ofMillis(10), Duration.ofMillis(100)))
          .build();

  private final Random random;
  private final PlantedFault plant;
  private final Executor executor;
  private final SessionStore store;
  private final FinalizeChain chain;
  private final Ledger ledger;
  private final List<Runnable> wire = new ArrayList<>();
  private final VirtualWorker[] nodes = new VirtualWorker[NODES];
  private Instant now = START;
  private Duration skew = Duration.ZERO;
  private @Nullable VirtualWorker current;
  private int lost;
  private int crashed;

  Simulation(long seed, PlantedFault plant, Executor executor) {
    this.random = new Random(seed);
    this.plant = plant;
    this.executor = executor;
    this.store = InMemorySessionStore.create(() -> now);
    this.chain =
        FinalizeChain.first(step("scrub")).then(step("summarize"), step("note")).then(step("sync"));
    List<SessionKey> sessions = new ArrayList<>();
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(store)
            .clock(business())
            .ids(() -> new UUID(random.nextLong(), random.nextLong()))
            .finalizeWith(chain)
            .build();
    for (int i = 0; i < SESSIONS; i++) {
      UUID organization = new UUID(1, i % 2);
      var opened = lifecycle.organization(organization).open(SessionRequest.with(new UUID(2, 2)));
      lifecycle.organization(organization).close(opened.session().id());
      sessions.add(new SessionKey(organization, opened.session().id()));
    }
    this.ledger = new Ledger(store, ChainDefinitions.of(chain), sessions);
  }

  /** Runs the simulation to its end; throws what is wrong. */
  void play() {
    for (int i = 0; i < EVENTS; i++) {
      next(random.nextInt(100));
      ledger.check();
    }
    // From here on no node dies, so that everything finishes.
    for (int i = 0; !ledger.isFinished() && i < LONGEST_DRAIN; i++) {
      next(random.nextInt(90));
      ledger.check();
    }
    ledger.checkEnd();
  }

  /** Lets every node run to its end, so that no thread is left. */
  void end() {
    for (VirtualWorker node : nodes) {
      if (node != null && !node.hasEnded()) {
        node.kill();
        node.resume();
      }
    }
  }

  /** Returns how many leases were lost. */
  int lost() {
    return lost;
  }

  /** Returns how many nodes died in the middle of something. */
  int crashed() {
    return crashed;
  }

  private void next(int dice) {
    int number = random.nextInt(NODES);
    VirtualWorker node = nodes[number];
    if (!wire.isEmpty() && random.nextInt(20) == 0) {
      wire.remove(random.nextInt(wire.size())).run();
    }
    if (dice < 80) {
      if (node == null || node.hasEnded()) {
        nodes[number] = begin();
      } else {
        resume(node);
      }
    } else if (dice < 85) {
      now = now.plusMillis(1 + random.nextInt(800));
    } else if (dice < 88) {
      now = now.plusSeconds(1 + random.nextInt(8));
    } else if (dice < 90) {
      skew = Duration.ofDays(random.nextInt(7_300) - 3_650);
    } else if (dice < 96 && node != null && !node.hasEnded()) {
      crashed++;
      node.kill();
      resume(node);
    }
  }

  private void resume(VirtualWorker node) {
    current = node;
    node.resume();
  }

  private VirtualWorker begin() {
    VirtualWorker node = new VirtualWorker();
    node.begin(
        executor,
        () -> {
          try {
            FinalizerContext parts =
                new FinalizerContext(
                    new InterruptibleChains(store.chains(), node, ledger, random, plant, wire::add)
                        .store(),
                    business(),
                    () -> Duration.between(START, now).toNanos(),
                    random::nextDouble,
                    () -> new UUID(random.nextLong(), random.nextLong()),
                    Limits.defaults(),
                    event -> lost += event instanceof FinalizerEvent.LeaseLost ? 1 : 0);
            new DefaultFinalizer(parts, chain).runDue(10, OPTIONS);
          } catch (StoreException e) {
            // It was reported to the host; another call follows.
          }
        });
    return node;
  }

  private InstantSource business() {
    return () -> now.plus(skew);
  }

  private FinalizeStep step(String name) {
    return FinalizeStep.of(name, this::execute);
  }

  private StepOutcome execute(StepContext context) {
    int before = context.transcript().messages().size();
    VirtualWorker node = current;
    if (node != null) {
      node.cut();
    }
    int dice = random.nextInt(10);
    if (dice == 0) {
      throw new IllegalStateException("by the seed, behind " + before + " messages");
    } else if (dice == 1) {
      return StepOutcome.retryLater(Duration.ofMillis(random.nextInt(50)), "later");
    }
    return StepOutcome.done(Effects.builder().metadata(Map.of("step", context.stepName())).build());
  }
}
