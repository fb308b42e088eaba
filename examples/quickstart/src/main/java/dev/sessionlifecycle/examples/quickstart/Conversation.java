package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the input.
 *
 * @param line its number, counted from 1
 * @param key the conversation's own id, unique in the input
 * @param channel the channel; null where none is named
 * @param provider the platform that reports the end; null where none is named
 * @param endReason the reason as reported; null where none was
 */
record Conversation(
    int line,
    String key,
    @Nullable String channel,
    @Nullable String provider,
    @Nullable String endReason,
    SessionType type,
    @Nullable Origin origin,
    @Nullable String subject,
    Map<String, Object> metadata,
    List<Turn> turns) {}
