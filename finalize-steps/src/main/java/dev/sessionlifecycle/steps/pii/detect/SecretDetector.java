package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/**
 * Finds API keys and tokens by their issuers' published prefixes, JSON web tokens, private keys in
 * PEM form, long random strings, and values that are called a password, key or token.
 */
final class SecretDetector extends TextScanner {

  private static final int MIN_RANDOM = 32;
  private static final int MAX_RANDOM = 512;
  private static final int MIN_NAMED = 6;
  private static final List<String> PUBLISHED =
      List.of(
          "sha256-", "sha384-", "sha512-", "AAAAB3NzaC1", "AAAAC3NzaC1", "AAAAE2VjZHNh", "md5-");
  private static final List<String> BEFORE_PUBLISHED =
      List.of(
          "sha256:",
          "sha1:",
          "sha512:",
          "md5:",
          "ssh-rsa ",
          "ssh-ed25519 ",
          "fingerprint ",
          "fingerprint: ",
          "checksum ",
          "checksum: ",
          "digest ",
          "digest: ",
          "commit ",
          "public key ",
          "public key: ",
          "publickey: ",
          "etag: ",
          "hash ",
          "hash: ",
          "integrity ");

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!tokenChar(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < n && tokenChar(text.charAt(end))) {
        end++;
      }
      i = token(text, i, end, found);
    }
  }

  private static int token(String text, int from, int to, List<PiiSpan> found) {
    if (text.startsWith("-----BEGIN", from)) {
      int end = PemBlock.end(text, from);
      if (end > 0) {
        found.add(new PiiSpan(PiiType.SECRET, from, end));
        return end;
      }
      int published = PemBlock.publicEnd(text, from);
      if (published > 0) {
        return published;
      }
    }
    int start = from;
    while (start < to && !Chars.asciiAlnum(text.charAt(start))) {
      start++;
    }
    int end = to;
    while (end > start && ".-/+".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    char before = Chars.at(text, start - 1);
    if (start < end && before != '*' && before != '@' && Chars.at(text, to) != '@') {
      if (secret(text, start, end)) {
        found.add(new PiiSpan(PiiType.SECRET, start, end));
      } else {
        assigned(text, start, end, found);
      }
    }
    return to;
  }

  private static boolean secret(String text, int start, int end) {
    if (SecretPrefixes.match(text, start, end) || webToken(text, start, end)) {
      return true;
    }
    if (published(text, start, end)) {
      return false;
    }
    return random(text, start, end)
        || (end - start >= MIN_NAMED
            && mixed(text, start, end)
            && SecretContext.named(text, start));
  }

  /** "api_key=abc…" in one run of token characters. */
  private static void assigned(String text, int start, int end, List<PiiSpan> found) {
    int equals = start;
    int max = Math.min(end, start + 40);
    while (equals < max && text.charAt(equals) != '=') {
      equals++;
    }
    int value = equals + 1;
    if (equals < max
        && end - value >= MIN_NAMED
        && (SecretPrefixes.match(text, value, end)
            || random(text, value, end)
            || (mixed(text, value, end) && SecretContext.named(text, value)))) {
      found.add(new PiiSpan(PiiType.SECRET, value, end));
    }
  }

  /** Digests, public keys and paths are random to look at, but no secrets. */
  private static boolean published(String text, int start, int end) {
    if (Chars.at(text, start - 1) == '/' && count(text, start, end, '/') >= 2) {
      return true;
    }
    for (String begin : PUBLISHED) {
      if (text.startsWith(begin, start)) {
        return true;
      }
    }
    for (String before : BEFORE_PUBLISHED) {
      if (start >= before.length() && Chars.matches(text, start - before.length(), before)) {
        return true;
      }
    }
    return false;
  }

  private static int count(String text, int start, int end, char wanted) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += text.charAt(i) == wanted ? 1 : 0;
    }
    return count;
  }

  private static boolean webToken(String text, int start, int end) {
    if (end - start < 40 || !text.startsWith("eyJ", start)) {
      return false;
    }
    int dot = start;
    while (dot < end && text.charAt(dot) != '.') {
      dot++;
    }
    return dot < end && text.startsWith("eyJ", dot + 1);
  }

  /**
   * Returns whether a token mixes upper case, lower case and digits at random, unlike words, names
   * and paths.
   */
  private static boolean random(String text, int start, int end) {
    int length = end - start;
    if (length < MIN_RANDOM || length > MAX_RANDOM) {
      return false;
    }
    int upper = 0;
    int lower = 0;
    int digits = 0;
    int changes = 0;
    int last = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      int kind = Chars.digit(c) ? 1 : c >= 'a' && c <= 'z' ? 2 : Chars.asciiLetter(c) ? 3 : 4;
      upper += kind == 3 ? 1 : 0;
      lower += kind == 2 ? 1 : 0;
      digits += kind == 1 ? 1 : 0;
      changes += kind != last ? 1 : 0;
      last = kind;
      if (c == '.') {
        return false;
      }
    }
    return upper >= 3 && lower >= 3 && digits >= 3 && 3 * changes >= length;
  }

  private static boolean mixed(String text, int start, int end) {
    boolean digit = false;
    boolean letter = false;
    for (int i = start; i < end; i++) {
      digit |= Chars.digit(text.charAt(i));
      letter |= Chars.asciiLetter(text.charAt(i));
    }
    return digit && letter;
  }

  private static boolean tokenChar(char c) {
    return Chars.asciiAlnum(c) || "-_./+=~!$#%^&".indexOf(c) >= 0;
  }
}
