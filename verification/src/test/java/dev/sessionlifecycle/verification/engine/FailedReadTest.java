package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.spi.ChainStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that fails while a step reads the session or its transcript. */
class FailedReadTest {

  /** What a step reads, and how it takes the failure. */
  enum ReadCall {
    TRANSCRIPT(StepContext::transcript),
    SESSION(StepContext::session),
    PAGES(context -> context.transcriptPages().forEach(page -> {})),
    WRAPPED(
        context -> {
          try {
            context.transcript();
          } catch (StoreException e) {
            throw new IllegalStateException(e);
          }
        });

    private final Consumer<StepContext> read;

    ReadCall(Consumer<StepContext> read) {
      this.read = read;
    }
  }

  private final EngineFixture at = new EngineFixture();
  private final AtomicInteger failures = new AtomicInteger();
  private boolean isTransient = true;

  @ParameterizedTest
  @EnumSource
  void a_read_that_the_store_fails_is_not_counted_against_the_step(ReadCall reading) {
    for (int attempts : new int[] {1, 10}) {
      FinalizeChain chain = chain(reading);
      UUID id = at.ended(chain);
      ChainStore chains = failing();
      failures.set(3);
      for (int tries = 0; tries < 3; tries++) {
        assertThat(at.engine(chain, chains).runDue(10, options(attempts)).finished()).isZero();
        assertThat(at.attempts(id)).isEmpty();
        at.clock.advance(Duration.ofMinutes(1));
      }
      assertThat(at.engine(chain, chains).runDue(10, options(attempts)).finished()).isOne();
      assertThat(at.attempts(id, "read")).isEqualTo("1:DONE");
    }
    assertThat(at.events)
        .filteredOn(it -> it instanceof FinalizerEvent.StoreFailed)
        .hasSize(6)
        .allMatch(it -> ((FinalizerEvent.StoreFailed) it).operation().equals("read"));
  }

  @ParameterizedTest
  @CsvSource({"1", "10"})
  void a_started_finalizer_tries_again_when_the_store_is_back(int attempts) {
    FinalizeChain chain = chain(ReadCall.TRANSCRIPT);
    UUID id = at.ended(chain);
    failures.set(2);
    try (FinalizerRun run = at.ticking(chain, failing()).start(options(attempts))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                at.clock.advance(Duration.ofSeconds(1));
                return at.chain(id).state().isFinished();
              });
      assertThat(run.close(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(at.attempts(id, "read")).isEqualTo("1:DONE");
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void a_read_that_can_never_succeed_parks_the_step_in_the_end(int attempts) {
    FinalizeChain chain = chain(ReadCall.TRANSCRIPT);
    UUID id = at.ended(chain);
    isTransient = false;
    failures.set(9);
    for (int tries = 0; tries < attempts; tries++) {
      at.engine(chain, failing()).runDue(10, options(attempts));
      at.clock.advance(Duration.ofHours(1));
    }
    assertThat(at.attempts(id)).hasSize(attempts);
    assertThat(at.chain(id).state().isFinished()).isFalse();
  }

  private static FinalizeChain chain(ReadCall reading) {
    return FinalizeChain.first(
        FinalizeStep.of(
            "read",
            context -> {
              reading.read.accept(context);
              return StepOutcome.done();
            }));
  }

  private static FinalizerOptions options(int attempts) {
    return FinalizerOptions.builder().steps(StepOptions.defaults().withAttempts(attempts)).build();
  }

  private ChainStore failing() {
    return HookedChains.of(
        at.store.chains(),
        call -> {
          boolean isRead = call.startsWith("transcript") || call.equals("session");
          if (isRead && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StoreException("gone", isTransient, null);
          }
        });
  }
}
