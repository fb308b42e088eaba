package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.HashMap;
import java.util.Map;

/** The IBAN registry's lengths (SWIFT, release 99) and the check of ISO 7064 mod 97-10. */
final class Iban {

  private static final Map<String, Integer> LENGTHS =
      lengths(
          "AD24 AE23 AL28 AO25 AT20 AZ28 BA20 BE16 BF28 BG22 BH22 BI27 BJ28 BR29 BY28 CF27 CG27"
              + " CH21 CI28 CM27 CR22 CV25 CY28 CZ24 DE22 DJ27 DK18 DO28 DZ26 EE20 EG29 ES24 FI18"
              + " FK18 FO18 FR27 GA27 GB22 GE22 GI23 GL18 GQ27 GR27 GT28 GW25 HN28 HR21 HU28 IE22"
              + " IL23 IQ23 IR26 IS26 IT27 JO30 KM27 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25"
              + " MA28 MC27 MD24 ME22 MG27 MK19 ML28 MN20 MR27 MT31 MU30 MZ25 NE28 NI28 NL18 NO15"
              + " OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27"
              + " SN28 SO23 ST25 SV28 TD27 TG28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

  private Iban() {}

  /** Returns the length of a country's IBANs, or 0 if the letters are not a country with IBANs. */
  static int length(char first, char second) {
    String country = "" + Character.toUpperCase(first) + Character.toUpperCase(second);
    return LENGTHS.getOrDefault(country, 0);
  }

  /** Returns whether upper-case letters and digits pass the check. */
  static boolean checks(char[] iban) {
    if (!Chars.digit(iban[2]) || !Chars.digit(iban[3])) {
      return false;
    }
    int rest = 0;
    for (int i = 0; i < iban.length; i++) {
      char c = iban[(i + 4) % iban.length];
      int value = Chars.digit(c) ? c - '0' : c - 'A' + 10;
      rest = (value < 10 ? rest * 10 + value : rest * 100 + value) % 97;
    }
    return rest == 1;
  }

  private static Map<String, Integer> lengths(String table) {
    Map<String, Integer> lengths = new HashMap<>();
    for (String entry : Words.set(table)) {
      lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
    }
    return Map.copyOf(lengths);
  }
}
