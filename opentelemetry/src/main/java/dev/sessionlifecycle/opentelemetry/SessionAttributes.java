package dev.sessionlifecycle.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of the spans and events of {@link SessionTracing}. Names without {@code
 * sessionlifecycle} are those of OpenTelemetry's semantic conventions (version 1.44, {@code
 * session} and {@code error}), of its conventions for generative AI (0.1, all in development), and
 * of the platform whose API names who ended a session {@code triggered_by}.
 */
public final class SessionAttributes {
  /** The session. */
  public static final AttributeKey<String> SESSION_ID = AttributeKey.stringKey("session.id");

  /** The session before it, of the same conversation. */
  public static final AttributeKey<String> SESSION_PREVIOUS_ID =
      AttributeKey.stringKey("session.previous_id");

  /** The session once more, under the name by which tools for generative AI find it. */
  public static final AttributeKey<String> CONVERSATION_ID =
      AttributeKey.stringKey("gen_ai.conversation.id");

  /** The organization. */
  public static final AttributeKey<String> ORGANIZATION_ID =
      AttributeKey.stringKey("organization.id");

  /** Who or what ended the session. */
  public static final AttributeKey<String> TRIGGERED_BY = AttributeKey.stringKey("triggered_by");

  /** The same, within the library's own names. */
  public static final AttributeKey<String> LIBRARY_TRIGGERED_BY =
      AttributeKey.stringKey("sessionlifecycle.triggered_by");

  /** How the call names the session. */
  public static final AttributeKey<String> VIA = AttributeKey.stringKey("sessionlifecycle.via");

  /** The reason of the end. */
  public static final AttributeKey<String> REASON =
      AttributeKey.stringKey("sessionlifecycle.reason");

  /** The outcome. */
  public static final AttributeKey<String> OUTCOME =
      AttributeKey.stringKey("sessionlifecycle.outcome");

  /** The status. */
  public static final AttributeKey<String> STATUS =
      AttributeKey.stringKey("sessionlifecycle.status");

  /** The channel. */
  public static final AttributeKey<String> CHANNEL =
      AttributeKey.stringKey("sessionlifecycle.channel");

  /** The type of the session. */
  public static final AttributeKey<String> SESSION_TYPE =
      AttributeKey.stringKey("sessionlifecycle.session_type");

  /** Whether the session had ended before. */
  public static final AttributeKey<Boolean> ALREADY_ENDED =
      AttributeKey.booleanKey("sessionlifecycle.already_ended");

  /** How many sessions the call ended. */
  public static final AttributeKey<Long> ENDED_COUNT =
      AttributeKey.longKey("sessionlifecycle.ended.count");

  /** How many sessions of the call had ended before. */
  public static final AttributeKey<Long> ALREADY_ENDED_COUNT =
      AttributeKey.longKey("sessionlifecycle.already_ended.count");

  /** The finalize step. */
  public static final AttributeKey<String> STEP = AttributeKey.stringKey("sessionlifecycle.step");

  /** Which attempt at the step it is. */
  public static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sessionlifecycle.attempt");

  /** What the step returned. */
  public static final AttributeKey<String> RESULT =
      AttributeKey.stringKey("sessionlifecycle.result");

  /** What went wrong. */
  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** What was scored. */
  public static final AttributeKey<String> EVALUATION_NAME =
      AttributeKey.stringKey("gen_ai.evaluation.name");

  /** The score in a word. */
  public static final AttributeKey<String> EVALUATION_LABEL =
      AttributeKey.stringKey("gen_ai.evaluation.score.label");

  private SessionAttributes() {}
}
