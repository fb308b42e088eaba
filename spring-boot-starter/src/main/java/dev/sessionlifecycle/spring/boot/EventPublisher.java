package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.session.Session;
import org.springframework.context.ApplicationEventPublisher;

/** Publishes what happens to sessions as application events. */
final class EventPublisher implements SessionListener, FinalizerListener {
  private final ApplicationEventPublisher publisher;

  EventPublisher(ApplicationEventPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void ended(Session session) {
    publisher.publishEvent(new SessionEndedEvent(session));
  }

  @Override
  public void on(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.ChainFinished finished) {
      publisher.publishEvent(
          new SessionFinalizedEvent(finished.organizationId(), finished.sessionId()));
    }
  }
}
