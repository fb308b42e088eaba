package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds URLs with a scheme, {@code www.} names and bare domain names. */
final class DomainDetector extends TextScanner {

  private static final Set<String> CONTEXT =
      Words.set(
          "visit website site web webpage homepage domain url link browse online page"
              + " host hostname server");

  private static final Set<String> INTRODUCING =
      Words.set(
          "see is at to on from our my your the called check open with via under auf unter bei sur chez en"
              + " em su op na ist visite besuche");

  private static final int MAX_SCHEME = 20;

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!DomainNames.hostChar(text.charAt(i))) {
        i++;
        continue;
      }
      int start = i;
      boolean dotted = false;
      while (i < n
          && DomainNames.hostChar(text.charAt(i))
          && (i == start || !DomainNames.changesScript(text, i))) {
        dotted |= text.charAt(i) == '.';
        i++;
      }
      if (scheme(text, start, i)) {
        int end = urlEnd(text, i + 3);
        if (end > i + 3) {
          found.add(new PiiSpan(PiiType.DOMAIN_NAME, schemeStart(text, start, i), end));
          i = end;
        }
      } else if (dotted) {
        int end = i;
        for (int from = start; from < end; i = from) {
          from = bare(text, from, end, found);
        }
      }
    }
  }

  private static boolean scheme(String text, int start, int end) {
    return text.startsWith("://", end)
        && Chars.asciiLetter(Chars.at(text, schemeStart(text, start, end)));
  }

  private static int schemeStart(String text, int start, int end) {
    int i = end;
    int min = Math.max(start, end - MAX_SCHEME);
    while (i > min && Chars.asciiAlnum(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int bare(String text, int runStart, int runEnd, List<PiiSpan> found) {
    int start = runStart;
    while (start < runEnd && !Chars.alnum(text.charAt(start))) {
      start++;
    }
    char before = Chars.at(text, start - 1);
    if (start == runEnd
        || before == '@'
        || before == '*'
        || Chars.at(text, runEnd) == '@'
        || Character.isLowSurrogate(text.charAt(start))) {
      return runEnd;
    }
    int host = DomainNames.hostEnd(text, start, runEnd, true);
    if (host < 0) {
      return afterEmptyLabel(text, start, runEnd);
    }
    if (!plausible(text, start, host)) {
      return runEnd;
    }
    int end = host;
    if (end == runEnd && tailBegins(text, end)) {
      end = Math.max(end, urlEnd(text, end));
    }
    found.add(new PiiSpan(PiiType.DOMAIN_NAME, start, end));
    return end;
  }

  /** "so...example.com": the part after dots without labels. */
  private static int afterEmptyLabel(String text, int start, int runEnd) {
    for (int i = start + 2; i < runEnd; i++) {
      if (text.charAt(i - 1) == '.' && text.charAt(i - 2) == '.') {
        return i;
      }
    }
    return runEnd;
  }

  private static boolean tailBegins(String text, int at) {
    char c = Chars.at(text, at);
    return c == '/' || c == '?' || (c == ':' && Chars.digit(Chars.at(text, at + 1)));
  }

  private static boolean plausible(String text, int start, int end) {
    int dot = text.lastIndexOf('.', end - 1);
    if (Chars.matches(text, start, "www.") && dot > start + 3) {
      return true;
    }
    String tld = text.substring(dot + 1, end);
    boolean capitalized =
        Character.isUpperCase(tld.charAt(0)) && !tld.equals(tld.toUpperCase(Locale.ROOT));
    if (capitalized
        || (tld.length() == 2
            && Character.isUpperCase(tld.charAt(0))
            && !upper(text, start, dot))) {
      return tld.length() == 3 && !TopLevelDomains.wordLike(tld);
    }
    if (dot - start == 1 && Character.isUpperCase(text.charAt(start))) {
      return false;
    }
    boolean isSupported = tailBegins(text, end) || Words.nearBefore(text, start, 40, CONTEXT);
    if (isSupported || (!TopLevelDomains.wordLike(tld) && !TopLevelDomains.codeLike(tld))) {
      return true;
    }
    if (TopLevelDomains.codeLike(tld)
        && (Programs.named(text, start, end) || !TopLevelDomains.wordLike(tld))) {
      return !Programs.named(text, start, end);
    }
    return endsPhrase(text, end)
        && dot - start >= 4
        && Words.nearBefore(text, start, 12, INTRODUCING)
        && !TopLevelDomains.fileLike(tld);
  }

  /** "see giusti.it" and "is giusti.it?" but not "I know.it is": no word follows. */
  private static boolean endsPhrase(String text, int end) {
    char next = Chars.at(text, end);
    return next != ' ' && !Chars.alnum(next);
  }

  private static boolean upper(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isLowerCase(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int urlEnd(String text, int from) {
    int n = text.length();
    int i = from;
    int open = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (c <= ' '
          || Chars.unspaced(c)
          || c > 0x3000
          || "<>\"`{}|\\^".indexOf(c) >= 0
          || c == 0x00AB
          || c == 0x00BB) {
        break;
      }
      if (c == '(' || c == '[') {
        open++;
      } else if ((c == ')' || c == ']') && --open < 0) {
        break;
      }
      i++;
    }
    while (i > from && ".,;:!?'*_~([".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }
}
