package dev.sessionlifecycle.runtime.transfer;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a warm transfer. Every duration is bounded, so that no caller stays on hold
 * forever. Durations are whole seconds.
 *
 * <p>Follows {@code WarmTransferConfig} of the Feather API, with its defaults and texts.
 *
 * @param messageMode how the person who takes the call is briefed; a summary by the agent unless
 *     set
 * @param briefingTemplate the briefing, for the modes that use one: at most 4,000 code points
 * @param maxDialSeconds how long the destination rings: 5 to 120, default 30
 * @param maxBriefingSeconds how long the briefing may take: 15 to 600, default 60
 * @param bridgeConfirmSeconds how long to wait for both parties once they are bridged: 5 to 60,
 *     default 20
 * @param maxHoldSeconds how long the caller is kept on hold: 15 to 300, default 110
 * @param holdAnnouncementText spoken before the hold: at most 500 code points
 * @param reassuranceIntervalSeconds how often the caller is reassured; 0 for never: 0 to 60,
 *     default 20
 * @param reassuranceText spoken to reassure: at most 500 code points
 * @param detectSupervisorVoicemail whether answering machines are detected; false unless set
 * @param detectSupervisorSilence whether silence counts as no answer; false unless set
 * @param silenceReminderText spoken into silence: at most 500 code points
 * @param silenceTimeoutSeconds how long silence is tolerated: 5 to 60, default 15
 * @param retryAnnouncementText spoken before a retry: at most 500 code points
 * @param failureText spoken if no one could be reached: at most 500 code points
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

  private static final WarmTransferConfig DEFAULTS = new Builder().build();

  /**
   * Checks every bound.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException with every violation
   */
  public WarmTransferConfig {
    Validator validator = new Validator();
    validator.present("message_mode", messageMode);
    validator.text("briefing_template", briefingTemplate, TEMPLATE_LENGTH);
    validator.range("max_dial_seconds", maxDialSeconds, 5, 120);
    validator.range("max_briefing_seconds", maxBriefingSeconds, 15, 600);
    validator.range("bridge_confirm_seconds", bridgeConfirmSeconds, 5, 60);
    validator.range("max_hold_seconds", maxHoldSeconds, 15, 300);
    validator.requiredText("hold_announcement_text", holdAnnouncementText, TEXT_LENGTH);
    validator.range("reassurance_interval_seconds", reassuranceIntervalSeconds, 0, 60);
    validator.requiredText("reassurance_text", reassuranceText, TEXT_LENGTH);
    validator.requiredText("silence_reminder_text", silenceReminderText, TEXT_LENGTH);
    validator.range("silence_timeout_seconds", silenceTimeoutSeconds, 5, 60);
    validator.requiredText("retry_announcement_text", retryAnnouncementText, TEXT_LENGTH);
    validator.requiredText("failure_text", failureText, TEXT_LENGTH);
    validator.throwIfInvalid();
  }

  /** The defaults of the Feather API. */
  public static WarmTransferConfig defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns the settings for one destination: what the override leaves null is inherited. */
  public WarmTransferConfig with(@Nullable WarmTransferTargetOverride override) {
    if (override == null) {
      return this;
    }
    WarmMessageMode mode = override.messageMode();
    String template = override.briefingTemplate();
    return toBuilder()
        .messageMode(mode == null ? messageMode : mode)
        .briefingTemplate(template == null ? briefingTemplate : template)
        .build();
  }

  /** Names none of the texts that are spoken. */
  @Override
  public String toString() {
    return "WarmTransferConfig[messageMode=" + messageMode + "]";
  }

  /** Builds a {@link WarmTransferConfig}, beginning with the defaults. Not thread-safe. */
  public static final class Builder {
    private WarmMessageMode messageMode = WarmMessageMode.AI_SUMMARY;
    private @Nullable String briefingTemplate;
    private int maxDialSeconds = 30;
    private int maxBriefingSeconds = 60;
    private int bridgeConfirmSeconds = 20;
    private int maxHoldSeconds = 110;
    private String holdAnnouncementText =
        "One moment — I'll place you on a brief hold while I connect you.";
    private int reassuranceIntervalSeconds = 20;
    private String reassuranceText =
        "Thanks for your patience — I'm still working on connecting you.";
    private boolean detectSupervisorVoicemail;
    private boolean detectSupervisorSilence;
    private String silenceReminderText = "Hello — are you available to take this call?";
    private int silenceTimeoutSeconds = 15;
    private String retryAnnouncementText =
        "I couldn't reach them that way — let me try connecting you directly.";
    private String failureText =
        "I'm sorry, I wasn't able to connect you right now. I can keep helping you here.";

    private Builder() {}

    private Builder(WarmTransferConfig config) {
      this.messageMode = config.messageMode;
      this.briefingTemplate = config.briefingTemplate;
      this.maxDialSeconds = config.maxDialSeconds;
      this.maxBriefingSeconds = config.maxBriefingSeconds;
      this.bridgeConfirmSeconds = config.bridgeConfirmSeconds;
      this.maxHoldSeconds = config.maxHoldSeconds;
      this.holdAnnouncementText = config.holdAnnouncementText;
      this.reassuranceIntervalSeconds = config.reassuranceIntervalSeconds;
      this.reassuranceText = config.reassuranceText;
      this.detectSupervisorVoicemail = config.detectSupervisorVoicemail;
      this.detectSupervisorSilence = config.detectSupervisorSilence;
      this.silenceReminderText = config.silenceReminderText;
      this.silenceTimeoutSeconds = config.silenceTimeoutSeconds;
      this.retryAnnouncementText = config.retryAnnouncementText;
      this.failureText = config.failureText;
    }

    /** Sets {@link WarmTransferConfig#messageMode()}. */
    public Builder messageMode(WarmMessageMode value) {
      Validator.require("message_mode", value);
      this.messageMode = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#briefingTemplate()}. */
    public Builder briefingTemplate(@Nullable String value) {
      this.briefingTemplate = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#maxDialSeconds()}. */
    public Builder maxDialSeconds(int value) {
      this.maxDialSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#maxBriefingSeconds()}. */
    public Builder maxBriefingSeconds(int value) {
      this.maxBriefingSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#bridgeConfirmSeconds()}. */
    public Builder bridgeConfirmSeconds(int value) {
      this.bridgeConfirmSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#maxHoldSeconds()}. */
    public Builder maxHoldSeconds(int value) {
      this.maxHoldSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#holdAnnouncementText()}. */
    public Builder holdAnnouncementText(String value) {
      Validator.require("hold_announcement_text", value);
      this.holdAnnouncementText = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#reassuranceIntervalSeconds()}. */
    public Builder reassuranceIntervalSeconds(int value) {
      this.reassuranceIntervalSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#reassuranceText()}. */
    public Builder reassuranceText(String value) {
      Validator.require("reassurance_text", value);
      this.reassuranceText = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#detectSupervisorVoicemail()}. */
    public Builder detectSupervisorVoicemail(boolean value) {
      this.detectSupervisorVoicemail = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#detectSupervisorSilence()}. */
    public Builder detectSupervisorSilence(boolean value) {
      this.detectSupervisorSilence = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#silenceReminderText()}. */
    public Builder silenceReminderText(String value) {
      Validator.require("silence_reminder_text", value);
      this.silenceReminderText = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#silenceTimeoutSeconds()}. */
    public Builder silenceTimeoutSeconds(int value) {
      this.silenceTimeoutSeconds = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#retryAnnouncementText()}. */
    public Builder retryAnnouncementText(String value) {
      Validator.require("retry_announcement_text", value);
      this.retryAnnouncementText = value;
      return this;
    }

    /** Sets {@link WarmTransferConfig#failureText()}. */
    public Builder failureText(String value) {
      Validator.require("failure_text", value);
      this.failureText = value;
      return this;
    }

    /**
     * Builds the settings.
     *
     * @throws dev.sessionlifecycle.errors.InvalidInputException with every violation
     */
    public WarmTransferConfig build() {
      return new WarmTransferConfig(
          messageMode,
          briefingTemplate,
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
  }
}
