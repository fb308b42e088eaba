package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.text.PlainText;
import java.util.ArrayList;
import java.util.List;

/** The built-in detectors. They work offline, take linear time on any text, and are thread-safe. */
public final class PiiDetectors {

  /** The regions whose telephone numbers are recognized without a country code. */
  public static final List<String> DEFAULT_REGIONS =
      List.of("US", "GB", "DE", "FR", "ES", "IT", "NL", "AU", "IN");

  private PiiDetectors() {}

  /** Returns all built-in detectors, with the {@linkplain #DEFAULT_REGIONS default regions}. */
  public static PiiDetector all() {
    return all(DEFAULT_REGIONS);
  }

  /**
   * Returns all built-in detectors.
   *
   * @param regions ISO 3166 codes of the regions whose telephone numbers are recognized without a
   *     country code; each takes additional time
   * @throws dev.sessionlifecycle.errors.InvalidInputException if a region is unknown
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
        new HardwareAddressDetector(),
        new AnnouncedDetector(),
        new NamePairDetector(),
        new StreetDetector());
  }

  /** Returns a detector of written e-mail addresses. */
  public static PiiDetector email() {
    return new EmailDetector();
  }

  /**
   * Returns a detector of written telephone numbers.
   *
   * @param regions ISO 3166 codes of the regions whose numbers are recognized without a country
   *     code
   * @throws dev.sessionlifecycle.errors.InvalidInputException if a region is unknown
   */
  public static PiiDetector phone(List<String> regions) {
    Validator.require("regions", regions);
    return new PhoneDetector(regions);
  }

  /** Returns a detector of payment card numbers, by issuer range and Luhn digit. */
  public static PiiDetector creditCard() {
    return new CardDetector();
  }

  /** Returns a detector of IBANs, by country length and check digits. */
  public static PiiDetector iban() {
    return new IbanDetector();
  }

  /** Returns a detector of United States social security numbers. */
  public static PiiDetector usSsn() {
    return new SsnDetector();
  }

  /** Returns a detector of IPv4 and IPv6 addresses. */
  public static PiiDetector ipAddress() {
    return new IpDetector();
  }

  /** Returns a detector of URLs and domain names. */
  public static PiiDetector domainName() {
    return new DomainDetector();
  }

  /**
   * Returns a detector of API keys, tokens, private keys, and values that are called a password.
   */
  public static PiiDetector secret() {
    return new SecretDetector();
  }

  /**
   * Returns a detector of English numbers, e-mail addresses and domain names as speech recognition
   * writes them.
   */
  public static PiiDetector spoken() {
    return new Combined(List.of(new SpokenDigitsDetector(), new SpokenAddressDetector()));
  }

  /**
   * Returns a detector of what words announce, in all languages of the vocabulary: names, postal
   * addresses, postal codes, dates of birth, passwords, and numbers that are called something, such
   * as an account number or a PIN; and of full names and streets that are recognizable by
   * themselves.
   */
  public static PiiDetector inContext() {
    return new Combined(
        List.of(new AnnouncedDetector(), new NamePairDetector(), new StreetDetector()));
  }

  /** Returns a detector of the addresses of network cards. */
  public static PiiDetector macAddress() {
    return new HardwareAddressDetector();
  }

  /** Several scanners over one normalized text, with overlaps resolved. */
  private record Combined(List<TextScanner> scanners) implements PiiDetector {
    @Override
    public List<PiiSpan> detect(String text) {
      PlainText plain = PlainText.read(text);
      List<PiiSpan> found = new ArrayList<>();
      for (TextScanner scanner : scanners) {
        scanner.scan(plain.text(), found);
      }
      return Spans.original(plain, Overlaps.resolve(plain.text(), found));
    }
  }
}
