package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.ArrayList;
import java.util.List;

/** Documented prefixes of keys, with the minimum length of the whole key. */
final class SecretPrefixes {

  private record Prefix(String begin, int length) {}

  private static final List<List<Prefix>> BY_FIRST = new ArrayList<>();

  static {
    for (int i = 0; i < 128; i++) {
      BY_FIRST.add(new ArrayList<>());
    }
    for (String entry :
        Words.list(
            "sk-:20 sk_live_:20 sk_test_:20 pk_live_:20 pk_test_:20 rk_live_:20 rk_test_:20 whsec_:24"
                + " AKIA:20 ASIA:20 ABIA:20 AGPA:20 AIDA:20 AROA:20 ghp_:36 gho_:36 ghu_:36 ghs_:36"
                + " ghr_:36 github_pat_:40 glpat-:20 gldt-:20 xoxb-:20 xoxp-:20 xoxa-:20 xoxr-:20"
                + " xoxs-:20 xapp-:20 AIza:39 ya29.:24 GOCSPX-:24 SG.:50 npm_:36 pypi-:40 hf_:30"
                + " dop_v1_:60 doo_v1_:60 shpat_:32 shpss_:32 shpca_:32 EAACEdEose0cBA:30 EAAG:60"
                + " sq0atp-:24 sq0csp-:24 AC:34 SK:34 key-:32 hvs.:24 hvb.:24 atlasv1.:24 lin_api_:32"
                + " pat_:32 secret_:32 ntn_:32 r8_:36 gsk_:40 xai-:40 pplx-:40 nvapi-:40 dckr_pat_:24"
                + " rubygems_:40 NRAK-:24 PMAK-:40 sntrys_:40 glrt-:24 glptt-:24 glft-:24 glsoat-:24 glcbt-:24 glimt-:24 gloas-:24 glagent-:24"
                + " AGE-SECRET-KEY-1:60 ATATT3:60 ATCTT3:60 dp.pt.:40 glsa_:36 glc_:40 tskey-:24 phx_:30"
                + " pul-:40 dt0c01.:60 CFPAT-:40 LTAI:20 sgp_:40 FLWSECK-:30 rpa_:30 fly_:30 EAAA:50"
                + " v1.0-:60 sk_org_:20 shpkf_:30 xoxe-:20 xoxe.:20 bkua_:30 dapi:34 figd_:30 tfp_:30 sbp_:30")) {
      int colon = entry.indexOf(':');
      String begin = entry.substring(0, colon);
      int length = Integer.parseInt(entry.substring(colon + 1));
      BY_FIRST.get(begin.charAt(0)).add(new Prefix(begin, length));
    }
  }

  private SecretPrefixes() {}

  static boolean match(String text, int start, int end) {
    char first = text.charAt(start);
    if (first >= 128) {
      return false;
    }
    for (Prefix prefix : BY_FIRST.get(first)) {
      if (end - start >= prefix.length()
          && text.startsWith(prefix.begin(), start)
          && tail(text, start + prefix.begin().length(), end, prefix.begin())) {
        return true;
      }
    }
    return false;
  }

  /** "a-long-phrase-with-hyphens-1": words in lower case and a number are no key. */
  private static boolean phrase(String text, int from, int end) {
    int words = 0;
    int i = from;
    while (i < end) {
      int to = i;
      boolean isWord = true;
      while (to < end && text.charAt(to) != '-' && text.charAt(to) != '_') {
        isWord &= text.charAt(to) >= 'a' && text.charAt(to) <= 'z';
        to++;
      }
      boolean isNumber = to - i <= 2;
      if (!isWord && !isNumber) {
        return false;
      }
      words += isWord ? 1 : 0;
      i = to + 1;
    }
    return words >= 3;
  }

  /**
   * Twilio's two-letter prefixes are followed by hexadecimal digits only, Amazon's four-letter ones
   * by capitals.
   */
  private static boolean tail(String text, int from, int end, String begin) {
    boolean hex = begin.length() == 2 || begin.equals("dapi");
    boolean capitals = begin.length() == 4 && begin.charAt(0) == 'A' && begin.charAt(3) == 'A';
    boolean digit = false;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if ((hex && !Chars.hex(c)) || (capitals && !Chars.digit(c) && !(c >= 'A' && c <= 'Z'))) {
        return false;
      }
      digit |= Chars.digit(c);
    }
    return digit && !phrase(text, from, end) && (!capitals || end - from == 16);
  }
}
