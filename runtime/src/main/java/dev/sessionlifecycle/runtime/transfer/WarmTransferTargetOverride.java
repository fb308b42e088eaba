package dev.sessionlifecycle.runtime.transfer;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one destination of a warm transfer. What is null is inherited from the {@link
 * WarmTransferConfig}.
 *
 * <p>Follows {@code WarmTransferTargetOverride} of the Feather API.
 *
 * @param briefingTemplate at most 4,000 code points
 * @param messageMode how the person who takes the call is briefed
 */
public record WarmTransferTargetOverride(
    @Nullable String briefingTemplate, @Nullable WarmMessageMode messageMode) {
  /**
   * Checks the bound.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the template is too long
   */
  public WarmTransferTargetOverride {
    Validator validator = new Validator();
    validator.text("briefing_template", briefingTemplate, WarmTransferConfig.TEMPLATE_LENGTH);
    validator.throwIfInvalid();
  }

  /** Names none of the content. */
  @Override
  public String toString() {
    return "WarmTransferTargetOverride[messageMode=" + messageMode + "]";
  }
}
