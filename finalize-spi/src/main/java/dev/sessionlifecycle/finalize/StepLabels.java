package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.regex.Pattern;

/** Validates the labels that explain an outcome. */
final class StepLabels {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9_.:-]{0,63}");

  private StepLabels() {}

  static void check(String why) {
    if (!LABEL.matcher(Validator.require("why", why)).matches()) {
      throw Validator.invalid(
          "why", "1 to 64 of a-z 0-9 _ . : -, beginning with a letter or digit");
    }
  }
}
