package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** Checks whether the words right before a token call it a secret. */
final class SecretContext {

  private static final Set<String> NAMES =
      Words.set(
          "password passwd pwd passphrase passcode passwort secret token bearer apikey credential"
              + " kennwort contraseña auth authorization access_token api_key secret_key client_secret");
  private static final Set<String> BETWEEN =
      Words.set("is was the a my to now still it s equals as of basic digest");
  private static final Set<String> KINDS =
      Words.set(
          "api secret access private encryption license licence security master service account");
  private static final int MAX_WORDS = 3;

  private SecretContext() {}

  static boolean named(String text, int start) {
    int i = start;
    for (int word = 0; word < MAX_WORDS; word++) {
      int gap = i;
      while (gap > 0 && gap > i - 4 && " :=\"'`>\n".indexOf(text.charAt(gap - 1)) >= 0) {
        gap--;
      }
      int from = gap;
      while (from > 0 && from > gap - 16 && part(text.charAt(from - 1))) {
        from--;
      }
      if (from == gap) {
        return false;
      }
      String name = Words.lower(text, from, gap);
      if (NAMES.contains(name) || (name.equals("key") && calledKey(text, from, gap))) {
        return true;
      }
      if (!BETWEEN.contains(name)) {
        return false;
      }
      i = from;
    }
    return false;
  }

  /** "API key X", "key: X", but not "key WH-1000". */
  private static boolean calledKey(String text, int from, int end) {
    char next = Chars.at(text, end);
    return next == ':'
        || next == '='
        || text.startsWith(" is ", end)
        || Words.nearestBefore(text, from, 12, KINDS) >= 0;
  }

  private static boolean part(char c) {
    return Chars.letter(c) || c == '_';
  }
}
