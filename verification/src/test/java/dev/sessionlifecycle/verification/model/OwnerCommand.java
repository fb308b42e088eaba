package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Commands of owners. {@code lease} counts back from the last lease that was granted. */
sealed interface OwnerCommand extends StoreCommand {

  /** Takes the lease of a session, as one of two owners. */
  record Acquire(int organization, int session, boolean buffering, int seconds, int at)
      implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey key = subject.world.key(organization, session);
      UUID owner = new UUID(2, seconds % 2);
      Duration lease = Duration.ofSeconds(seconds);
      OptionalLong token =
          subject.store.owners().acquire(key, owner, lease, buffering, subject.at(at));
      return token.isPresent() ? subject.rememberOwner(key, token.getAsLong()) : "not taken";
    }
  }

  /** Resumes a lease, whether it is held or has expired. */
  record Resume(int lease, boolean buffering, int seconds) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef last = subject.owner(lease);
      return subject
          .store
          .owners()
          .resume(last.session(), last.token(), Duration.ofSeconds(seconds), buffering);
    }
  }

  /** Renews a lease. */
  record Renew(int lease, int seconds) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject
          .store
          .owners()
          .renew(held.session(), held.token(), Duration.ofSeconds(seconds));
    }
  }

  /** Renews a lease and counts as activity. */
  record Touch(int lease, int seconds) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject
          .store
          .owners()
          .touch(
              held.session(),
              held.token(),
              Duration.ofSeconds(seconds),
              SessionCommand.overdueRule(subject, seconds % 4 == 1 ? 1 : 0));
    }
  }

  /** Releases a lease. */
  record Release(int lease) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject.store.owners().release(held.session(), held.token());
    }
  }

  /** Writes buffered messages after another caller has ended the session. */
  record Flush(int lease, List<SessionCommand.Text> texts, int at) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject
          .store
          .owners()
          .flush(
              held.session(),
              held.token(),
              texts.stream().map(it -> it.of(subject)).toList(),
              subject.at(at),
              subject.world.terms().defaultPolicy());
    }
  }
}
