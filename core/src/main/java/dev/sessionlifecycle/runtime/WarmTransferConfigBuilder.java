package dev.sessionlifecycle.runtime;

import org.jspecify.annotations.Nullable;

/** Builds a {@link WarmTransferConfig}, beginning with the defaults. Not thread-safe. */
public final class WarmTransferConfigBuilder {
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

  WarmTransferConfigBuilder() {}

  /** Sets what is said to who takes the call. */
  public WarmTransferConfigBuilder messageMode(WarmMessageMode value) {
    this.messageMode = value;
    return this;
  }

  /** Sets what he is told, for the modes that use one. */
  public WarmTransferConfigBuilder briefingTemplate(@Nullable String value) {
    this.briefingTemplate = value;
    return this;
  }

  /** Sets how long he is rung. */
  public WarmTransferConfigBuilder maxDialSeconds(int value) {
    this.maxDialSeconds = value;
    return this;
  }

  /** Sets how long he is briefed. */
  public WarmTransferConfigBuilder maxBriefingSeconds(int value) {
    this.maxBriefingSeconds = value;
    return this;
  }

  /** Sets how long the two are waited for after they are put together. */
  public WarmTransferConfigBuilder bridgeConfirmSeconds(int value) {
    this.bridgeConfirmSeconds = value;
    return this;
  }

  /** Sets how long the caller is kept on hold. */
  public WarmTransferConfigBuilder maxHoldSeconds(int value) {
    this.maxHoldSeconds = value;
    return this;
  }

  /** Sets said before the hold. */
  public WarmTransferConfigBuilder holdAnnouncementText(String value) {
    this.holdAnnouncementText = value;
    return this;
  }

  /** Sets how often the caller is reassured. */
  public WarmTransferConfigBuilder reassuranceIntervalSeconds(int value) {
    this.reassuranceIntervalSeconds = value;
    return this;
  }

  /** Sets said to reassure. */
  public WarmTransferConfigBuilder reassuranceText(String value) {
    this.reassuranceText = value;
    return this;
  }

  /** Sets whether an answering machine is told from a human. */
  public WarmTransferConfigBuilder detectSupervisorVoicemail(boolean value) {
    this.detectSupervisorVoicemail = value;
    return this;
  }

  /** Sets whether silence counts as nobody there. */
  public WarmTransferConfigBuilder detectSupervisorSilence(boolean value) {
    this.detectSupervisorSilence = value;
    return this;
  }

  /** Sets said into silence. */
  public WarmTransferConfigBuilder silenceReminderText(String value) {
    this.silenceReminderText = value;
    return this;
  }

  /** Sets how long silence is borne. */
  public WarmTransferConfigBuilder silenceTimeoutSeconds(int value) {
    this.silenceTimeoutSeconds = value;
    return this;
  }

  /** Sets said before another try. */
  public WarmTransferConfigBuilder retryAnnouncementText(String value) {
    this.retryAnnouncementText = value;
    return this;
  }

  /** Sets said when nobody could be reached. */
  public WarmTransferConfigBuilder failureText(String value) {
    this.failureText = value;
    return this;
  }

  /**
   * The configuration.
   *
   * @throws dev.sessionlifecycle.InvalidInputException for all that is out of bounds at once
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
