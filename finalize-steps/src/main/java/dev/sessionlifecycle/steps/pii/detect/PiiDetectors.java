package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in detectors. All of them work offline, read a text in linear time whatever it holds,
 * and may be used by many threads.
 */
public final class PiiDetectors {

  /** Regions whose telephone numbers are known without a country code. */
  public static final List<String> DEFAULT_REGIONS =
      List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "AU", "IN");

  private PiiDetectors() {}

  /** Every built-in detector, with the {@linkplain #DEFAULT_REGIONS default regions}. */
  public static PiiDetector all() {
    return all(DEFAULT_REGIONS);
  }

  /**
   * Every built-in detector.
   *
   * @param regions ISO 3166 codes of the regions whose telephone numbers are known without a
   *     country code; each costs time
   * @throws dev.sessionlifecycle.errors.InvalidInputException where a region is not known
   */
  public static PiiDetector all(List<String> regions) {
    Validator.require("regions", regions);
    return new Combined(scanners(regions));
  }

  static List<TextScanner> scanners(List<String> regions) {
    return List.of(
        new EmailDetector(),
        new CardDetector(),
        new IbanDetector(),
        new SsnDetector(),
        new IpDetector(),
        new DomainDetector(),
        new PhoneDetector(regions),
        new SecretDetector(),
        new SpokenDigitsDetector(),
        new SpokenAddressDetector(),
        new ContextDetector());
  }

  /** E-mail addresses as they are written. */
  public static PiiDetector email() {
    return new EmailDetector();
  }

  /**
   * Telephone numbers as they are written.
   *
   * @param regions ISO 3166 codes of the regions whose numbers are known without a country code
   * @throws dev.sessionlifecycle.errors.InvalidInputException where a region is not known
   */
  public static PiiDetector phone(List<String> regions) {
    Validator.require("regions", regions);
    return new PhoneDetector(regions);
  }

  /** Payment card numbers by issuer range and Luhn digit. */
  public static PiiDetector creditCard() {
    return new CardDetector();
  }

  /** IBANs by country length and check digits. */
  public static PiiDetector iban() {
    return new IbanDetector();
  }

  /** United States social security numbers. */
  public static PiiDetector usSsn() {
    return new SsnDetector();
  }

  /** IPv4 and IPv6 addresses. */
  public static PiiDetector ipAddress() {
    return new IpDetector();
  }

  /** URLs and domain names. */
  public static PiiDetector domainName() {
    return new DomainDetector();
  }

  /** API keys, tokens, private keys, and what is named as a password. */
  public static PiiDetector secret() {
    return new SecretDetector();
  }

  /** Numbers, e-mail addresses and domain names as speech recognition writes them (English). */
  public static PiiDetector spoken() {
    return new Combined(List.of(new SpokenDigitsDetector(), new SpokenAddressDetector()));
  }

  /**
   * Names, postal addresses, postal codes and dates of birth where the words before them say so.
   */
  public static PiiDetector inContext() {
    return new ContextDetector();
  }

  /** Several scanners over one mapped text, overlaps settled. */
  private record Combined(List<TextScanner> scanners) implements PiiDetector {
    @Override
    public List<PiiSpan> detect(String text) {
      String plain = PlainText.of(text);
      List<PiiSpan> found = new ArrayList<>();
      for (TextScanner scanner : scanners) {
        scanner.scan(plain, found);
      }
      return Overlaps.resolve(plain, found);
    }
  }
}
