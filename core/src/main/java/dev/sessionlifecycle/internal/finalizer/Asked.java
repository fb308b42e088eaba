package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what is asked about parked chains; the door is to be closed. */
final class Asked {
  private Asked() {}

  static Validator about(@Nullable UUID organizationId, @Nullable ParkedFilter filter) {
    Validator door = new Validator();
    door.present("organization_id", organizationId);
    door.present("filter", filter);
    return door;
  }

  static Validator about(@Nullable UUID organizationId, @Nullable UUID sessionId) {
    Validator door = new Validator();
    door.present("organization_id", organizationId);
    door.present("session_id", sessionId);
    return door;
  }

  static Validator about(
      @Nullable UUID organizationId, @Nullable UUID sessionId, @Nullable String step) {
    Validator door = about(organizationId, sessionId);
    door.present("step", step);
    return door;
  }

  static Validator toSkip(
      @Nullable UUID organizationId,
      @Nullable UUID sessionId,
      @Nullable String step,
      @Nullable String why) {
    Validator door = about(organizationId, sessionId, step);
    if (door.present("why", why) && why != null) {
      try {
        StepOutcome.skipped(why);
      } catch (IllegalArgumentException e) {
        door.reject("why", "1 to 64 of a-z 0-9 _ . : -, no other beginning");
      }
    }
    return door;
  }
}
