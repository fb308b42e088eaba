package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiType;

/**
 * What stands in the text in place of what was found.
 *
 * <p>A replacement of the host's own should have the form {@code [NAME]} or {@code [NAME_suffix]}
 * (capitals, digits and underscores; the suffix lower-case letters and digits): the scrubber never
 * looks into such a token again, which keeps a second scrub from changing anything.
 */
@FunctionalInterface
public interface Replacement {

  /**
   * The text to put in.
   *
   * @param type what was found
   * @param value the text that was found; must not be kept
   * @param scope the session or other scope within which pseudonyms are stable; may be empty
   */
  String replace(PiiType type, String value, String scope);

  /** The type in brackets: {@code [PHONE_NUMBER]}. */
  static Replacement label() {
    return (type, value, scope) -> "[" + type.label() + "]";
  }

  /**
   * A pseudonym: {@code [PERSON_k3x9a2bq4d]}. The same value in the same scope gets the same one,
   * however it is written; in another scope, another one. It is the keyed hash (HMAC-SHA-256, 50
   * bits) of scope, type and value: without the key it can be neither reversed nor guessed.
   *
   * @param key the host's secret, at least 16 bytes; copied
   * @throws dev.sessionlifecycle.errors.InvalidInputException where the key is too short
   */
  static Replacement pseudonym(byte[] key) {
    Validator.require("key", key);
    return new Pseudonyms(key);
  }

  /**
   * Stars and the last four digits: {@code ****1111}. What has fewer than eight digits becomes
   * stars alone.
   */
  static Replacement maskKeepingLastFour() {
    return (type, value, scope) -> {
      StringBuilder digits = new StringBuilder();
      for (int i = 0; i < value.length(); i++) {
        if (Character.isDigit(value.charAt(i))) {
          digits.append(value.charAt(i));
        }
      }
      boolean mostlyDigits = 2 * digits.length() >= value.length();
      return digits.length() < 8 || !mostlyDigits
          ? "****"
          : "****" + digits.substring(digits.length() - 4);
    };
  }
}
