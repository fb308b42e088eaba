package dev.sessionlifecycle.opentelemetry;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.session.Channels;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is exported of values that callers may fill as they like.
 *
 * @param sessionIds what is exported of an id of a session; null where it throws
 * @param hasOrganizations whether the ids of organizations are exported
 * @param channels the channels that are exported by name, normalized
 * @param triggers the values of {@code triggered_by} that are exported as they are
 */
record SafeValues(
    Function<UUID, String> sessionIds,
    boolean hasOrganizations,
    Set<String> channels,
    Set<String> triggers) {
  private static final String OTHER = "other";

  @Nullable String session(@Nullable UUID id) {
    return id == null
        ? null
        : Callbacks.<@Nullable String>call(() -> sessionIds.apply(id), e -> null);
  }

  @Nullable String organization(@Nullable UUID id) {
    return id == null || !hasOrganizations ? null : id.toString();
  }

  String channel(String channel) {
    String name = Channels.normalized(channel);
    return channels.contains(name) ? name : OTHER;
  }

  String trigger(String triggeredBy) {
    return triggers.contains(triggeredBy) ? triggeredBy : OTHER;
  }
}
