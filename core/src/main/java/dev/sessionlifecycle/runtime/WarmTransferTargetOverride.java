package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.internal.Door;
import org.jspecify.annotations.Nullable;

/**
 * What one destination of a warm transfer sets in its own way. What is null is inherited from the
 * {@link WarmTransferConfig}.
 *
 * <p>Source: {@code WarmTransferTargetOverride} of the Feather API.
 *
 * @param briefingTemplate at most 4,000 code points
 * @param messageMode what is said to who takes the call
 */
public record WarmTransferTargetOverride(
    @Nullable String briefingTemplate, @Nullable WarmMessageMode messageMode) {
  /**
   * Checks the bound.
   *
   * @throws dev.sessionlifecycle.InvalidInputException where the template is too long
   */
  public WarmTransferTargetOverride {
    Door door = new Door();
    door.text("briefing_template", briefingTemplate, WarmTransferConfig.TEMPLATE_LENGTH);
    door.close();
  }
}
