package dev.sessionlifecycle.internal.finalize;

import dev.sessionlifecycle.ParkedFilter;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.internal.Door;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks what is asked about parked chains; the door is to be closed. */
final class Asked {
  private Asked() {}

  static Door about(@Nullable UUID organizationId, @Nullable ParkedFilter filter) {
    Door door = new Door();
    door.present("organization_id", organizationId);
    door.present("filter", filter);
    return door;
  }

  static Door about(@Nullable UUID organizationId, @Nullable UUID sessionId) {
    Door door = new Door();
    door.present("organization_id", organizationId);
    door.present("session_id", sessionId);
    return door;
  }

  static Door about(
      @Nullable UUID organizationId, @Nullable UUID sessionId, @Nullable String step) {
    Door door = about(organizationId, sessionId);
    door.present("step", step);
    return door;
  }

  static Door toSkip(
      @Nullable UUID organizationId,
      @Nullable UUID sessionId,
      @Nullable String step,
      @Nullable String why) {
    Door door = about(organizationId, sessionId, step);
    if (door.present("why", why) && why != null) {
      try {
        StepOutcome.skipped(why);
      } catch (IllegalArgumentException e) {
        door.refuse("why", "1 to 64 of a-z 0-9 _ . : -, no other beginning");
      }
    }
    return door;
  }
}
