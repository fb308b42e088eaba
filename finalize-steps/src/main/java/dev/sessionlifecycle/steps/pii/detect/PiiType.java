package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/**
 * A type of personal data. Types that Presidio also has bear Presidio's names.
 *
 * <p>The set is open: custom detectors may define their own types.
 *
 * @param label 1 to 40 characters: {@code A-Z}, {@code 0-9} and {@code _}, beginning with a letter
 */
public record PiiType(String label) implements Comparable<PiiType> {

  /** An e-mail address, written or spoken. */
  public static final PiiType EMAIL_ADDRESS = new PiiType("EMAIL_ADDRESS");

  /** A telephone number of any country, written or spoken. */
  public static final PiiType PHONE_NUMBER = new PiiType("PHONE_NUMBER");

  /**
   * A payment card number: in an issuer's range with a valid Luhn digit, or any that is called one.
   */
  public static final PiiType CREDIT_CARD = new PiiType("CREDIT_CARD");

  /**
   * An IBAN: with its country's length and valid check digits (ISO 13616), or any that is called
   * one.
   */
  public static final PiiType IBAN_CODE = new PiiType("IBAN_CODE");

  /** A United States social security number. */
  public static final PiiType US_SSN = new PiiType("US_SSN");

  /** An IPv4 or IPv6 address. */
  public static final PiiType IP_ADDRESS = new PiiType("IP_ADDRESS");

  /** A whole URL or a bare domain name. */
  public static final PiiType DOMAIN_NAME = new PiiType("DOMAIN_NAME");

  /** The number of an account or a membership, recognized by the words around it. */
  public static final PiiType ACCOUNT_ID = new PiiType("ACCOUNT_ID");

  /**
   * A number that a state gives a person or a paper, such as a tax number or that of a passport,
   * recognized by the words around it.
   */
  public static final PiiType NATIONAL_ID = new PiiType("NATIONAL_ID");

  /** The address of a network card. */
  public static final PiiType MAC_ADDRESS = new PiiType("MAC_ADDRESS");

  /**
   * An API key, an access token, a private key, or a value that is called a password, a PIN, a
   * security code or the like.
   */
  public static final PiiType SECRET = new PiiType("SECRET");

  /** The name of a person, recognized by the words around it. */
  public static final PiiType PERSON = new PiiType("PERSON");

  /** A postal address, recognized by the words around it. */
  public static final PiiType STREET_ADDRESS = new PiiType("STREET_ADDRESS");

  /** A postal code, recognized by the words around it. */
  public static final PiiType ZIP_CODE = new PiiType("ZIP_CODE");

  /** A date of birth, recognized by the words around it. */
  public static final PiiType BIRTH_DATE = new PiiType("BIRTH_DATE");

  /** A whole text, in which each replacement made more recognizable and that was given up. */
  public static final PiiType REDACTED = new PiiType("REDACTED");

  private static final int MAX_LABEL = 40;

  /** Returns the types found by the built-in detectors, those with the strongest evidence first. */
  public static List<PiiType> builtIn() {
    return List.of(
        SECRET,
        IBAN_CODE,
        CREDIT_CARD,
        EMAIL_ADDRESS,
        IP_ADDRESS,
        US_SSN,
        MAC_ADDRESS,
        NATIONAL_ID,
        ACCOUNT_ID,
        DOMAIN_NAME,
        PHONE_NUMBER,
        BIRTH_DATE,
        STREET_ADDRESS,
        ZIP_CODE,
        PERSON);
  }

  /**
   * Rejects invalid labels.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the label does not have the stated
   *     form
   */
  public PiiType {
    Validator.require("label", label);
    boolean right = !label.isEmpty() && label.length() <= MAX_LABEL && upper(label.charAt(0));
    for (int i = 1; right && i < label.length(); i++) {
      char c = label.charAt(i);
      right = upper(c) || Chars.digit(c) || c == '_';
    }
    if (!right) {
      throw Validator.invalid(
          "label", "1 to " + MAX_LABEL + " of A-Z, 0-9 and _, beginning with a letter");
    }
  }

  private static boolean upper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /**
   * Returns the strength of evidence as a rank; the lower rank wins if two detectors claim the same
   * text.
   */
  int rank() {
    int rank = builtIn().indexOf(this);
    return rank < 0 ? builtIn().size() : rank;
  }

  @Override
  public int compareTo(PiiType other) {
    return label.compareTo(other.label);
  }

  @Override
  public String toString() {
    return label;
  }
}
