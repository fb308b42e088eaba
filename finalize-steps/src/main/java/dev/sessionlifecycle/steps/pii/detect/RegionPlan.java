package dev.sessionlifecycle.steps.pii.detect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbering plan of a region, read from libphonenumber's data. It rejects nothing that
 * libphonenumber accepts, and most of what it refuses, without its costs: libphonenumber compiles
 * expressions again and again as soon as several regions are asked in turn.
 */
final class RegionPlan {

  /** An expression, and the first two digits of what it can match or begin to match. */
  private record Digits(Pattern pattern, BitSet beginnings) {
    static Digits of(String expression) {
      Pattern pattern = Pattern.compile(expression);
      BitSet beginnings = new BitSet(100);
      for (int i = 0; i < 100; i++) {
        Matcher matcher = pattern.matcher(String.valueOf(100 + i).substring(1));
        beginnings.set(i, matcher.lookingAt() || matcher.hitEnd());
      }
      return new Digits(pattern, beginnings);
    }

    /** Returns a matcher, or null if it would match nothing. */
    @Nullable Matcher on(String number) {
      boolean possible = number.length() >= 2 && beginnings.get(Integer.parseInt(number, 0, 2, 10));
      return possible ? pattern.matcher(number) : null;
    }
  }

  /** Numbers of one kind, such as mobile numbers. */
  private record Kind(Digits digits, Set<Integer> lengths) {
    static Kind of(PhoneNumberDesc description) {
      return new Kind(
          Digits.of(description.getNationalNumberPattern()),
          Set.copyOf(description.getPossibleLengthList()));
    }

    boolean matches(String number) {
      boolean length = lengths.isEmpty() || lengths.contains(number.length());
      Matcher matcher = length ? digits.on(number) : null;
      return matcher != null && matcher.matches();
    }
  }

  /**
   * How numbers are written: an expression, a text with the groups of its matches, and the most
   * groups of digits that it writes.
   */
  private record Format(Pattern pattern, String text, long groups) {}

  private final String callingCode;
  private final Digits exit;
  private final Digits prefix;
  private final String transform;
  private final Kind any;
  private final List<Kind> kinds;
  private final List<Format> formats;
  private final long mostGroups;

  RegionPlan(String region) {
    PhoneMetadata data = data(region);
    callingCode = String.valueOf(data.getCountryCode());
    exit = Digits.of(data.getInternationalPrefix());
    prefix = Digits.of(data.getNationalPrefixForParsing());
    transform = data.getNationalPrefixTransformRule();
    any = Kind.of(data.getGeneralDesc());
    kinds =
        Stream.of(
                data.getFixedLine(),
                data.getMobile(),
                data.getTollFree(),
                data.getPremiumRate(),
                data.getSharedCost(),
                data.getPersonalNumber(),
                data.getVoip(),
                data.getPager(),
                data.getUan(),
                data.getVoicemail())
            .filter(PhoneNumberDesc::hasNationalNumberPattern)
            .map(Kind::of)
            .toList();
    // Of regions with one calling code, the main one has the formats.
    String main = PhoneNumberUtil.getInstance().getRegionCodeForCountryCode(data.getCountryCode());
    formats =
        data(main).getNumberFormatList().stream()
            .map(
                it -> {
                  String rule = it.getNationalPrefixFormattingRule();
                  String plain = it.getFormat();
                  String text = rule.isEmpty() ? plain : plain.replaceFirst("(\\$\\d)", rule);
                  long groups = text.chars().filter(Character::isDigit).count();
                  return new Format(Pattern.compile(it.getPattern()), text, groups);
                })
            .toList();
    mostGroups = formats.stream().mapToLong(Format::groups).max().orElse(1);
  }

  private static PhoneMetadata data(String region) {
    return DefaultMetadataDependenciesProvider.getInstance()
        .getPhoneNumberMetadataSource()
        .getMetadataForRegion(region);
  }

  /**
   * Returns whether the digits may be a number of the region.
   *
   * @param groups the number of its groups, or 0 if the groups do not matter
   * @param sizes the sizes of its groups
   */
  boolean mayBe(String digits, int groups, String sizes) {
    if (groups > mostGroups) {
      return false;
    }
    for (String number : numbers(digits)) {
      if (any.matches(number)
          && kinds.stream().anyMatch(kind -> kind.matches(number))
          && (groups == 0 || written(number, groups, sizes))) {
        return true;
      }
    }
    return false;
  }

  /** Returns what the digits may stand for: with exit and calling code, or a national prefix. */
  private List<String> numbers(String digits) {
    List<String> numbers = new ArrayList<>();
    add(digits, 1, numbers);
    if (digits.startsWith(callingCode)) {
      add(digits.substring(callingCode.length()), 2, numbers);
    }
    Matcher leaving = exit.on(digits);
    if (leaving != null && leaving.lookingAt() && digits.startsWith(callingCode, leaving.end())) {
      add(digits.substring(leaving.end() + callingCode.length()), 2, numbers);
    }
    return numbers;
  }

  private void add(String number, int prefixes, List<String> numbers) {
    numbers.add(number);
    Matcher begin = prefixes > 0 ? prefix.on(number) : null;
    if (begin != null && begin.lookingAt() && begin.end() > 0) {
      add(number.substring(begin.end()), prefixes - 1, numbers);
      if (!transform.isEmpty()) {
        add(begin.replaceFirst(transform), prefixes - 1, numbers);
      }
    }
  }

  private boolean written(String number, int groups, String sizes) {
    for (Format format : formats) {
      Matcher matcher = format.pattern().matcher(number);
      if (groups <= format.groups()
          && matcher.matches()
          && DigitGroups.sizes(matcher.replaceFirst(format.text())).equals(sizes)) {
        return true;
      }
    }
    return false;
  }
}
