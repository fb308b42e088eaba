package dev.sessionlifecycle.steps.pii.detect;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.sessionlifecycle.steps.pii.text.DigitGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionPlanTest {

  private static final int NUMBERS = 60;
  private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();
  private final Random random = new Random(26);
  private int valid;
  private int passed;

  @Test
  void a_plan_passes_every_number_that_the_library_accepts_and_few_others() {
    for (String region : library.getSupportedRegions()) {
      RegionPlan plan = new RegionPlan(region);
      List<String> numbers = examples(region);
      for (int i = 0; i < NUMBERS; i++) {
        check(region, plan, changed(numbers.get(random.nextInt(numbers.size()))));
      }
    }
    assertTrue(valid > 3_000, "valid: " + valid);
    assertTrue(passed < valid * 1.05, "passed: " + passed + ", valid: " + valid);
  }

  private void check(String region, RegionPlan plan, String digits) {
    passed += plan.mayBe(digits, 0, "") ? 1 : 0;
    PhoneNumber number;
    try {
      number = library.parse(digits, region);
    } catch (NumberParseException e) {
      return;
    }
    if (library.isValidNumberForRegion(number, region)) {
      valid++;
      assertTrue(plan.mayBe(digits, 0, ""), () -> region + " " + digits);
      String written = library.format(number, PhoneNumberFormat.NATIONAL);
      int groups = written.replaceAll("\\D+", " ").strip().split(" ", -1).length;
      boolean grouped = groups > 1;
      assertTrue(
          !grouped || plan.mayBe(digits, groups, DigitGroups.sizes(written)),
          () -> region + " " + digits + " written as " + written);
    }
  }

  /** Returns numbers of each kind as they are dialled within the region and from elsewhere. */
  private List<String> examples(String region) {
    List<String> numbers = new ArrayList<>();
    for (PhoneNumberType type : PhoneNumberType.values()) {
      PhoneNumber example = library.getExampleNumberForType(region, type);
      if (example != null) {
        String number = library.getNationalSignificantNumber(example);
        String international = example.getCountryCode() + number;
        numbers.add(number);
        numbers.add("0" + number);
        numbers.add("1" + number);
        numbers.add(international);
        numbers.add("00" + international);
        numbers.add("011" + international);
        numbers.add(library.format(example, PhoneNumberFormat.NATIONAL).replaceAll("\\D", ""));
      }
    }
    return numbers;
  }

  private String changed(String number) {
    StringBuilder digits = new StringBuilder(number);
    for (int i = random.nextInt(4); i > 0; i--) {
      digits.setCharAt(random.nextInt(digits.length()), (char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }
}
