package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds names, postal addresses, postal codes and dates of birth that follow an introducing phrase.
 * Favours precision over recall.
 */
final class ContextDetector extends TextScanner {

  private static final Set<String> OTHER_ADDRESS =
      Words.set("email mail e ip mac web wallet url site");

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!Chars.letter(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < n && Chars.letter(text.charAt(end))) {
        end++;
      }
      Phrases.Match match = end - i <= Phrases.LONGEST_WORD ? Phrases.at(text, i, end) : null;
      i = match == null ? end : follow(text, i, match, found);
    }
  }

  private static int follow(String text, int begin, Phrases.Match match, List<PiiSpan> found) {
    PiiSpan span = span(text, begin, match);
    if (span == null) {
      return match.end();
    }
    found.add(span);
    return span.end();
  }

  private static @Nullable PiiSpan span(String text, int begin, Phrases.Match match) {
    int end = match.end();
    return switch (match.kind()) {
      case NAME -> PersonNames.after(text, end, PersonNames.Trust.ALL);
      case WEAK_NAME -> PersonNames.after(text, end, PersonNames.Trust.FULL_NAME);
      case TITLE -> PersonNames.after(text, end, PersonNames.Trust.CAPITALS);
      case NAME_FIELD ->
          Chars.at(text, end) == ':'
              ? PersonNames.after(text, end, PersonNames.Trust.CAPITALS)
              : null;
      case ADDRESS -> otherAddress(text, begin) ? null : PostalAddress.after(text, end);
      case ADDRESS_FIELD ->
          Chars.at(text, end) == ':' && !otherAddress(text, begin)
              ? PostalAddress.after(text, end)
              : null;
      case POSTAL_CODE -> PostalCode.after(text, end);
      case BIRTH_DATE -> BirthDate.after(text, end);
    };
  }

  /** "IP address is …", "e-mail address: …". */
  private static boolean otherAddress(String text, int begin) {
    return Words.nearestBefore(text, begin, 8, OTHER_ADDRESS) >= 0;
  }
}
