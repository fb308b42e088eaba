package dev.sessionlifecycle.steps.pii.detect;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The world's numbering plans (libphonenumber), consulted for likely candidates only. */
final class PhonePlans {

  private final PhoneNumberUtil util = PhoneNumberUtil.getInstance();
  private final Map<String, RegionPlan> regions = new LinkedHashMap<>();
  private final boolean[] codes = new boolean[1000];

  PhonePlans(List<String> regions) {
    for (String region : regions) {
      if (!util.getSupportedRegions().contains(region)) {
        throw Validator.invalid("regions", "ISO 3166 codes of two capital letters");
      }
    }
    regions.forEach(region -> this.regions.put(region, new RegionPlan(region)));
    util.getSupportedCallingCodes().forEach(code -> codes[code] = true);
  }

  /** Returns whether the digits begin with a country's calling code. */
  boolean callingCode(String digits) {
    int code = 0;
    for (int i = 0; i < 3 && i < digits.length(); i++) {
      code = code * 10 + digits.charAt(i) - '0';
      if (codes[code]) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the number is valid in one of the regions and grouped as usual there. */
  boolean valid(PhoneCandidate c) {
    if (scattered(c)) {
      return false;
    }
    String digits = c.digits();
    int groups = c.groups == 1 || c.digit(0) == '0' ? 0 : c.groups;
    String sizes = grouping(c);
    for (Map.Entry<String, RegionPlan> region : regions.entrySet()) {
      if (possible(region.getKey(), digits)
          && region.getValue().mayBe(digits, groups, sizes)
          && valid(c, digits, region.getKey())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a region's numbers can have this length and leading digit, where that is known.
   */
  private static boolean possible(String region, String digits) {
    boolean zero = digits.charAt(0) == '0';
    int n = digits.length();
    return switch (region) {
      case "US", "CA" -> !zero && (n == 10 || n == 11);
      case "GB" -> zero && (n == 10 || n == 11);
      case "FR", "NL", "AU" -> n == 10 && (zero || digits.charAt(0) == '1');
      case "DE" -> zero && n >= 9;
      case "ES" -> !zero && n == 9;
      default -> true;
    };
  }

  private boolean valid(PhoneCandidate c, String digits, String region) {
    try {
      PhoneNumber number = util.parse(digits, region);
      return util.isValidNumberForRegion(number, region) && written(c, number);
    } catch (NumberParseException e) {
      return false;
    }
  }

  /** No plan writes single digits apart, so the costly lookup is skipped. */
  private static boolean scattered(PhoneCandidate c) {
    for (int g = 1; g < c.groups; g++) {
      if (c.size(g) < 2) {
        return true;
      }
    }
    return c.groups > 6;
  }

  private boolean written(PhoneCandidate c, PhoneNumber number) {
    if (c.groups == 1) {
      return c.count >= 10;
    }
    if (c.digit(0) == '0') {
      return true;
    }
    String foreign = util.format(number, PhoneNumberFormat.INTERNATIONAL);
    String written = grouping(c);
    return written.equals(DigitGroups.sizes(util.format(number, PhoneNumberFormat.NATIONAL)))
        || written.equals(DigitGroups.sizes(foreign.substring(foreign.indexOf(' ') + 1)));
  }

  private static String grouping(PhoneCandidate c) {
    StringBuilder sizes = new StringBuilder();
    for (int g = 0; g < c.groups; g++) {
      sizes.append(c.size(g));
    }
    return sizes.toString();
  }
}
