package dev.sessionlifecycle.verification.host;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.testkit.host.LifecycleSetup;
import dev.sessionlifecycle.testkit.host.RecordedEvents;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.SessionLifecycleExtension;
import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.SessionTime;
import dev.sessionlifecycle.testkit.host.StoreKind;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test classes of applications, right and wrong ones, which {@link ExtensionTest} runs. */
final class ExtensionSamples {
  private ExtensionSamples() {}

  /** A chain of one step. */
  static final class OneStep implements LifecycleSetup {
    @Override
    public void apply(SessionLifecycleBuilder builder) {
      builder.finalizeWith(
          FinalizeChain.first(FinalizeStep.of("one", context -> StepOutcome.done())));
    }
  }

  @SessionLifecycleTest(setup = OneStep.class)
  static class EverythingInMemory {
    private OrganizationSessions before;

    @BeforeEach
    void begin(OrganizationSessions sessions) {
      before = sessions;
    }

    @Test
    void parameters(
        SessionLifecycle lifecycle,
        OrganizationSessions sessions,
        SessionTime time,
        SessionFixtures fixtures,
        RecordedEvents events,
        TestStore store) {
      assertSame(before, sessions);
      Session call = fixtures.active();
      sessions.close(call.id());
      time.settle();
      assertThat(lifecycle, call).isFinalized().ranSteps("one");
      assertEquals(2, events.sessions().size());
      assertEquals(1, store.organizations().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void parameterized(int number, OrganizationSessions sessions, SessionFixtures fixtures) {
      fixtures.active();
      assertEquals(1, sessions.count(SessionFilter.all()).total());
    }

    @AfterEach
    void end(OrganizationSessions sessions) {
      assertSame(before, sessions);
    }

    @Nested
    class Inside {
      @Test
      void inherits(SessionLifecycle lifecycle, SessionFixtures fixtures, SessionTime time) {
        Session call = fixtures.ended(TerminationReason.RESOLVED);
        time.settle();
        assertThat(lifecycle, call).ranSteps("one");
      }

      @Nested
      @SessionLifecycleTest(store = StoreKind.H2)
      class OnItsOwnStore {
        @Test
        void overrides(
            DataSource source,
            SessionLifecycle lifecycle,
            SessionFixtures fixtures,
            SessionTime t) {
          assertNotNull(source);
          Session call = fixtures.ended(TerminationReason.RESOLVED);
          t.settle();
          assertThat(lifecycle, call).ranSteps();
        }
      }
    }
  }

  /** An annotation of an application's own. */
  @SessionLifecycleTest(setup = OneStep.class)
  @Retention(RetentionPolicy.RUNTIME)
  @interface ApplicationTest {}

  @ApplicationTest
  static class Composed {
    @Test
    void composed(SessionLifecycle lifecycle, SessionFixtures fixtures, SessionTime time) {
      Session call = fixtures.ended(TerminationReason.RESOLVED);
      time.settle();
      assertThat(lifecycle, call).ranSteps("one");
    }
  }

  static class ByField {
    @RegisterExtension
    static final SessionLifecycleExtension EXTENSION =
        SessionLifecycleExtension.on(StoreKind.H2).with(new OneStep());

    @Test
    void by_field(DataSource source, SessionLifecycle lifecycle, SessionFixtures fixtures) {
      assertNotNull(source);
      assertThat(lifecycle, fixtures.active()).isLive();
    }
  }

  static class ByInstanceField {
    @RegisterExtension
    final SessionLifecycleExtension extension = SessionLifecycleExtension.on(StoreKind.H2);

    @Test
    void by_instance_field(SessionLifecycle lifecycle, SessionFixtures fixtures) {
      assertThat(lifecycle, fixtures.active()).isLive();
    }
  }

  static class OwnStore {
    @RegisterExtension
    static final SessionLifecycleExtension EXTENSION =
        SessionLifecycleExtension.on(TestStoreKind.H2::open).with(new OneStep());

    @Test
    void own_store(DataSource source, SessionLifecycle lifecycle, SessionFixtures fixtures) {
      assertNotNull(source);
      assertThat(lifecycle, fixtures.active()).isLive();
    }
  }

  @SessionLifecycleTest(store = StoreKind.POSTGRES)
  static class OnPostgres {
    @Test
    void on_postgres(SessionLifecycle lifecycle, SessionFixtures fixtures) {
      assertThat(lifecycle, fixtures.active()).isLive();
    }
  }

  /** Four tests that wait for each other, and let different times pass. */
  abstract static class AtOnce {
    private static final CyclicBarrier BARRIER = new CyclicBarrier(4);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 10})
    void at_once(int minutes, OrganizationSessions sessions, SessionFixtures f, SessionTime time)
        throws Exception {
      Session call = f.active();
      BARRIER.await(30, TimeUnit.SECONDS);
      time.advance(Duration.ofMinutes(minutes));
      BARRIER.await(30, TimeUnit.SECONDS);
      assertEquals(minutes > 5, sessions.get(call.id()).isEnded());
      assertEquals(1, sessions.count(SessionFilter.all()).total());
    }
  }

  @SessionLifecycleTest
  static class AtOnceInMemory extends AtOnce {}

  @SessionLifecycleTest(store = StoreKind.H2)
  static class AtOnceOnH2 extends AtOnce {}

  @SessionLifecycleTest(store = StoreKind.POSTGRES)
  static class AtOnceOnPostgres extends AtOnce {}

  @SessionLifecycleTest
  static class WantsDataSource {
    @Test
    void test(DataSource source) {}
  }

  @SessionLifecycleTest
  static class TakesItInItsConstructor {
    TakesItInItsConstructor(OrganizationSessions sessions) {}

    @Test
    void test() {}
  }

  @SessionLifecycleTest
  static class TakesItBeforeAll {
    @BeforeAll
    static void begin(SessionLifecycle lifecycle) {}

    @Test
    void test() {}
  }

  /** Throws in its constructor. */
  static final class BadSetup implements LifecycleSetup {
    BadSetup() {
      throw new IllegalArgumentException("no");
    }

    @Override
    public void apply(SessionLifecycleBuilder builder) {}
  }

  @SessionLifecycleTest(setup = BadSetup.class)
  static class HasABadSetup {
    @Test
    void test() {}
  }

  @SessionLifecycleTest
  static class WantsSomethingElse {
    @Test
    void test(StringBuilder other) {}
  }
}
