package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiType;

/**
 * Supplies the text that replaces detected personal data.
 *
 * <p>Custom replacements should have the form {@code [NAME]} or {@code [NAME_suffix]} (capitals,
 * digits and underscores; the suffix lower-case letters and digits). The scrubber never looks
 * inside such a token, so a second scrub changes nothing.
 */
@FunctionalInterface
public interface Replacement {

  /**
   * Returns the replacement text.
   *
   * @param type the detected type
   * @param value the detected text; must not be retained
   * @param scope the session or other scope within which pseudonyms are stable; may be empty
   */
  String replace(PiiType type, String value, String scope);

  /** Replaces values with their type in brackets: {@code [PHONE_NUMBER]}. */
  static Replacement label() {
    return (type, value, scope) -> "[" + type.label() + "]";
  }

  /**
   * Replaces values with a pseudonym: {@code [PERSON_k3x9a2bq4d]}. A value gets the same pseudonym
   * throughout a scope, regardless of how it is written, and a different one in another scope. The
   * pseudonym is a keyed hash (HMAC-SHA-256, 50 bits) of scope, type and value: without the key it
   * can be neither reversed nor guessed.
   *
   * @param key the application's secret, at least 16 bytes; copied
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the key is too short
   */
  static Replacement pseudonym(byte[] key) {
    Validator.require("key", key);
    return new Pseudonyms(key);
  }

  /**
   * Replaces values with stars and their last four digits: {@code ****1111}. A value with fewer
   * than eight digits becomes stars only.
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
