package dev.sessionlifecycle.examples.service;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.UpdateResult;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the store takes writes: changes a flag of a session of its own, which belongs to no
 * organization. The result holds for a second, so that callers without a key cannot load the store.
 */
final class ReadinessCheck {
  private static final long HOLDS = Duration.ofSeconds(1).toNanos();

  private final ReentrantLock lock = new ReentrantLock();
  private final OrganizationSessions sessions;
  private @Nullable UUID probe;
  private boolean flag;
  private boolean ready;
  private @Nullable Long checkedAt;

  ReadinessCheck(Organizations organizations) {
    this.sessions = organizations.organization(Caller.NO_ORGANIZATION);
  }

  boolean isReady() {
    lock.lock();
    try {
      Long last = checkedAt;
      if (last == null || System.nanoTime() - last > HOLDS) {
        ready = writes();
        checkedAt = System.nanoTime();
      }
      return ready;
    } finally {
      lock.unlock();
    }
  }

  private boolean writes() {
    try {
      write();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void write() {
    UUID id = probe;
    flag = !flag;
    if (id == null || !marked(id)) {
      SessionRequest request =
          SessionRequest.with(Caller.NO_ORGANIZATION).withSessionType(SessionType.TEST);
      probe = sessions.open(request).session().id();
      marked(probe);
    }
  }

  /** Returns false if the session is gone or has ended, for example by a time limit. */
  private boolean marked(UUID id) {
    try {
      UpdateResult result = flag ? sessions.markRecorded(id) : sessions.markNotRecorded(id);
      return !result.session().isEnded();
    } catch (SessionNotFoundException e) {
      return false;
    }
  }
}
