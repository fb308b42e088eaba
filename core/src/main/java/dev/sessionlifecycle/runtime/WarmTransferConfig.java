package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.internal.Door;
import org.jspecify.annotations.Nullable;

/**
 * How a warm transfer goes about it. Every duration is bounded, so that no caller is left on hold
 * for ever. Durations are whole seconds.
 *
 * <p>Source: {@code WarmTransferConfig} of the Feather API, with its defaults and texts.
 *
 * @param messageMode what is said to who takes the call; a summary by the agent unless set
 * @param briefingTemplate what he is told, for the modes that use one: at most 4,000 code points
 * @param maxDialSeconds how long he is rung: 5 to 120, default 30
 * @param maxBriefingSeconds how long he is briefed: 15 to 600, default 60
 * @param bridgeConfirmSeconds how long the two are waited for after they are put together: 5 to 60,
 *     default 20
 * @param maxHoldSeconds how long the caller is kept on hold: 15 to 300, default 110
 * @param holdAnnouncementText said before the hold: at most 500 code points
 * @param reassuranceIntervalSeconds how often the caller is reassured; 0 for never: 0 to 60,
 *     default 20
 * @param reassuranceText said to reassure: at most 500 code points
 * @param detectSupervisorVoicemail whether an answering machine is told from a human; false unless
 *     set
 * @param detectSupervisorSilence whether silence counts as nobody there; false unless set
 * @param silenceReminderText said into silence: at most 500 code points
 * @param silenceTimeoutSeconds how long silence is borne: 5 to 60, default 15
 * @param retryAnnouncementText said before another try: at most 500 code points
 * @param failureText said when nobody could be reached: at most 500 code points
 */
public record WarmTransferConfig(
    WarmMessageMode messageMode,
    @Nullable String briefingTemplate,
    int maxDialSeconds,
    int maxBriefingSeconds,
    int bridgeConfirmSeconds,
    int maxHoldSeconds,
    String holdAnnouncementText,
    int reassuranceIntervalSeconds,
    String reassuranceText,
    boolean detectSupervisorVoicemail,
    boolean detectSupervisorSilence,
    String silenceReminderText,
    int silenceTimeoutSeconds,
    String retryAnnouncementText,
    String failureText) {

  static final int TEMPLATE_LENGTH = 4_000;
  static final int TEXT_LENGTH = 500;

  private static final WarmTransferConfig DEFAULTS = new WarmTransferConfigBuilder().build();

  /**
   * Checks every bound.
   *
   * @throws dev.sessionlifecycle.InvalidInputException for all that is out of bounds at once
   */
  public WarmTransferConfig {
    Door door = new Door();
    door.present("message_mode", messageMode);
    door.text("briefing_template", briefingTemplate, TEMPLATE_LENGTH);
    door.range("max_dial_seconds", maxDialSeconds, 5, 120);
    door.range("max_briefing_seconds", maxBriefingSeconds, 15, 600);
    door.range("bridge_confirm_seconds", bridgeConfirmSeconds, 5, 60);
    door.range("max_hold_seconds", maxHoldSeconds, 15, 300);
    spoken(door, "hold_announcement_text", holdAnnouncementText);
    door.range("reassurance_interval_seconds", reassuranceIntervalSeconds, 0, 60);
    spoken(door, "reassurance_text", reassuranceText);
    spoken(door, "silence_reminder_text", silenceReminderText);
    door.range("silence_timeout_seconds", silenceTimeoutSeconds, 5, 60);
    spoken(door, "retry_announcement_text", retryAnnouncementText);
    spoken(door, "failure_text", failureText);
    door.close();
  }

  /** The defaults of the seed. */
  public static WarmTransferConfig defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static WarmTransferConfigBuilder builder() {
    return new WarmTransferConfigBuilder();
  }

  /** This configuration for one destination: what the override leaves null is inherited. */
  public WarmTransferConfig with(@Nullable WarmTransferTargetOverride override) {
    if (override == null) {
      return this;
    }
    WarmMessageMode mode = override.messageMode();
    String template = override.briefingTemplate();
    return new WarmTransferConfig(
        mode == null ? messageMode : mode,
        template == null ? briefingTemplate : template,
        maxDialSeconds,
        maxBriefingSeconds,
        bridgeConfirmSeconds,
        maxHoldSeconds,
        holdAnnouncementText,
        reassuranceIntervalSeconds,
        reassuranceText,
        detectSupervisorVoicemail,
        detectSupervisorSilence,
        silenceReminderText,
        silenceTimeoutSeconds,
        retryAnnouncementText,
        failureText);
  }

  private static void spoken(Door door, String field, @Nullable String text) {
    if (door.present(field, text)) {
      door.text(field, text, TEXT_LENGTH);
    }
  }
}
