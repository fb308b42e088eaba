package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Commands of owners. {@code lease}: counted back from the last one that was given. */
sealed interface OwnerCommand extends StoreCommand {

  /** Takes the lease of a session. */
  record Acquire(int organization, int session, boolean buffering, int seconds)
      implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      SessionKey key = subject.world.key(organization, session);
      OptionalLong token =
          subject
              .store
              .owners()
              .acquire(key, new UUID(2, 2), Duration.ofSeconds(seconds), buffering);
      return token.isPresent() ? subject.rememberOwner(key, token.getAsLong()) : "not taken";
    }
  }

  /** Goes on with a lease, held or lapsed. */
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

  /** Prolongs a lease. */
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

  /** Prolongs a lease and counts as activity. */
  record Touch(int lease, int seconds) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject
          .store
          .owners()
          .touch(held.session(), held.token(), Duration.ofSeconds(seconds));
    }
  }

  /** Gives a lease up. */
  record Release(int lease) implements OwnerCommand {
    @Override
    public Object applyTo(CommandTarget subject) {
      LeaseRef held = subject.owner(lease);
      return subject.store.owners().release(held.session(), held.token());
    }
  }

  /** Writes what was held back after another has ended the session. */
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
              subject.at(at));
    }
  }
}
