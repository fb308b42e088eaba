package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerEvent.ChainFinished;
import dev.sessionlifecycle.session.Session;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.transaction.event.TransactionalEventListener;

/** Methods that are {@code @Transactional} end sessions, in an application with the starter. */
class TransactionalServiceTest {
  private final ApplicationContextRunner application =
      Contexts.withDatabase().withUserConfiguration(Invoices.Application.class);

  @Test
  void annotated_methods_end_sessions_in_their_transaction() {
    application.run(
        context -> {
          Invoices invoices = context.getBean(Invoices.class);
          UUID charged = invoices.open();
          UUID undone = invoices.open();
          UUID kept = invoices.open();
          UUID checked = invoices.open();
          UUID alone = invoices.open();
          invoices.charge(charged);
          assertThatThrownBy(() -> invoices.chargeAndFail(undone))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> invoices.chargeThoughItFails(kept))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> invoices.chargeThoughAFileIsMissing(checked))
              .isInstanceOf(FileNotFoundException.class);
          invoices.endOnly(alone);
          assertThat(List.of(charged, kept, checked, alone)).allMatch(invoices::isEnded);
          assertThat(invoices.isEnded(undone)).isFalse();
          assertThat(invoices.count()).isEqualTo(3);
        });
  }

  @Test
  void read_only_method_is_refused_with_the_name_of_the_annotation() {
    application.run(
        context -> {
          Invoices invoices = context.getBean(Invoices.class);
          UUID id = invoices.open();
          assertThatThrownBy(() -> invoices.report(id))
              .isInstanceOf(StoreException.class)
              .hasMessageContaining("Invoices.report")
              .hasMessageContaining("remove readOnly = true from its @Transactional annotation");
          assertThat(invoices.isEnded(id)).isFalse();
        });
  }

  @Test
  @Tag("long")
  void transactions_are_not_joined_if_the_property_says_so() {
    application
        .withPropertyValues("session-lifecycle.transactions.join=never")
        .run(
            context -> {
              Invoices invoices = context.getBean(Invoices.class);
              UUID id = invoices.open();
              assertThatThrownBy(() -> invoices.chargeAndFail(id))
                  .isInstanceOf(IllegalStateException.class);
              assertThat(invoices.isEnded(id)).isTrue();
              assertThat(invoices.count()).isZero();
            });
  }

  /** Receives events in each way that an application has. */
  @Configuration(proxyBeanMethods = false)
  static class Recorder {
    private final List<String> events = new ArrayList<>();

    @EventListener
    void ended(SessionEndedEvent event) {
      events.add("ended " + event.session().status());
    }

    @TransactionalEventListener(fallbackExecution = true)
    void afterCommit(SessionEndedEvent event) {
      events.add("after commit " + event.session().status());
    }

    @Bean
    SessionListener listener() {
      return new SessionListener() {
        @Override
        public void ended(Session session) {
          events.add("listener");
        }
      };
    }
  }

  @Test
  void events_are_published_after_the_commit_on_request() {
    ApplicationContextRunner recording = application.withUserConfiguration(Recorder.class);
    recording
        .withPropertyValues("session-lifecycle.events.publish=true")
        .run(
            context -> {
              Invoices invoices = context.getBean(Invoices.class);
              List<String> events = context.getBean(Recorder.class).events;
              assertThatThrownBy(() -> invoices.chargeAndFail(invoices.open()))
                  .isInstanceOf(IllegalStateException.class);
              assertThat(events).isEmpty();
              invoices.charge(invoices.open());
              assertThat(events)
                  .containsExactlyInAnyOrder("listener", "ended CLOSED", "after commit CLOSED");
              List<Object> finalized = new ArrayList<>();
              new EventPublisher(finalized::add)
                  .on(new ChainFinished(new UUID(0, 1), new UUID(0, 2), Duration.ZERO));
              assertThat(finalized)
                  .containsExactly(new SessionFinalizedEvent(new UUID(0, 1), new UUID(0, 2)));
            });
    recording.run(
        context -> {
          Invoices invoices = context.getBean(Invoices.class);
          invoices.charge(invoices.open());
          assertThat(context.getBean(Recorder.class).events).containsExactly("listener");
        });
  }
}
