package dev.sessionlifecycle.testkit.steps;

import static dev.sessionlifecycle.testkit.steps.StepProbe.assertThat;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.StepOutcome;
import java.nio.charset.StandardCharsets;

/** Checks whether a store accepts the effects of a step. */
final class StorableEffects {

  private StorableEffects() {}

  static void check(StepOutcome outcome) {
    if (outcome instanceof StepOutcome.Done done) {
      Effects effects = done.effects();
      effects.messageTexts().values().forEach(text -> text("a message", text, 64 * 1024));
      if (effects.summary() != null) {
        text("the summary", effects.summary(), 16 * 1024);
      }
      if (effects.subject() != null) {
        text("the subject", effects.subject(), 4 * 500);
      }
      if (effects.dispositionNote() != null) {
        text("the note", effects.dispositionNote(), 4 * 1_000);
      }
    }
  }

  private static void text(String what, String text, int bytes) {
    assertThat(text.indexOf('\0') < 0, what + " holds a NUL");
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(utf8.length <= bytes, what + " is longer than " + bytes + " bytes");
    assertThat(
        new String(utf8, StandardCharsets.UTF_8).equals(text), what + " holds a lone surrogate");
  }
}
