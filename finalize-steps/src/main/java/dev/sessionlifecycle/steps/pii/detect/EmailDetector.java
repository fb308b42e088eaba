package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds e-mail addresses (the common forms of RFC 5322) around each at sign, also with a space
 * beside it, and with a provider or a host in place of the domain.
 */
final class EmailDetector extends TextScanner {

  private static final int MAX_LOCAL = 64;
  private static final int MAX_DOMAIN = 253;
  private static final int REACH = 40;
  private static final WordSet MAIL = WordSet.of(Term.MAIL);

  @Override
  void scan(String text, List<PiiSpan> found) {
    int floor = 0;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      PiiSpan span = around(text, at, floor);
      if (span != null) {
        found.add(span);
        floor = span.end();
      }
    }
  }

  private static @Nullable PiiSpan around(String text, int at, int floor) {
    int left = Chars.at(text, at - 1) == ' ' ? at - 1 : at;
    int right = Chars.at(text, at + 1) == ' ' ? at + 2 : at + 1;
    int start = localStart(text, left, floor);
    if (start >= left || right >= text.length()) {
      return null;
    }
    boolean isSpaced = left < at || right > at + 1;
    if (isSpaced && !mailbox(text, start, left)) {
      return null;
    }
    int end = domainEnd(text, right);
    end = end > 0 || isSpaced ? end : shortDomain(text, start, left, right);
    return end > 0 ? new PiiSpan(PiiType.EMAIL_ADDRESS, start, end) : null;
  }

  /** A word before " @ " is a mailbox if it does not look like a word, or mail is mentioned. */
  private static boolean mailbox(String text, int start, int end) {
    for (int i = start + 1; i < end - 1; i++) {
      char c = text.charAt(i);
      if ((c == '.' || c == '_' || Chars.digit(c)) && Chars.alnum(text.charAt(i + 1))) {
        return true;
      }
    }
    return MAIL.isNearBefore(text, start, REACH);
  }

  /** "joe@hotmail", "admin@localhost", "joe@example .com". */
  private static int shortDomain(String text, int start, int left, int from) {
    int end = from;
    while (end < from + 64 && DomainNames.asciiHostChar(Chars.at(text, end))) {
      end++;
    }
    if (end == from || "_@".indexOf(Chars.at(text, end)) >= 0) {
      return -1;
    }
    int parted = partedDomain(text, end);
    if (parted > 0) {
      return parted;
    }
    String host = Words.lower(text, from, end);
    boolean isHost = host.equals("localhost") || MailProviders.contains(host);
    return isHost || (MAIL.isNearBefore(text, start, REACH / 2) && left > start) ? end : -1;
  }

  /** Returns the end of " .com", or -1. */
  private static int partedDomain(String text, int from) {
    if (!text.startsWith(" .", from)) {
      return -1;
    }
    int end = from + 2;
    while (end < from + 16 && Chars.asciiLetter(Chars.at(text, end))) {
      end++;
    }
    return !Chars.joins(Chars.at(text, end)) && TopLevelDomains.known(text, from + 2, end)
        ? end
        : -1;
  }

  private static int localStart(String text, int at, int floor) {
    int min = Math.max(floor, at - MAX_LOCAL);
    if (at - 1 > min && text.charAt(at - 1) == '"') {
      return quoteStart(text, at - 2, min, at);
    }
    int i = at;
    while (i > min
        && local(text.charAt(i - 1))
        && (i == at || !DomainNames.changesScript(text, i))) {
      i--;
    }
    while (i < at && !Chars.alnum(text.charAt(i)) && text.charAt(i) != '_') {
      i++;
    }
    return i < at && Character.isLowSurrogate(text.charAt(i)) ? i + 1 : i;
  }

  private static int quoteStart(String text, int from, int min, int none) {
    for (int i = from; i >= min && text.charAt(i) != '\n'; i--) {
      if (text.charAt(i) == '"') {
        return i;
      }
    }
    return none;
  }

  private static boolean local(char c) {
    return Chars.alnum(c) || "._%+-'&#!~".indexOf(c) >= 0;
  }

  private static int domainEnd(String text, int from) {
    if (Chars.at(text, from) == '[') {
      return literalEnd(text, from + 1);
    }
    int max = Math.min(text.length(), from + MAX_DOMAIN);
    int i = from;
    while (i < max
        && DomainNames.hostChar(text.charAt(i))
        && (i == from || !DomainNames.changesScript(text, i))) {
      i++;
    }
    return DomainNames.hostEnd(text, from, i, false);
  }

  private static int literalEnd(String text, int from) {
    int i = from;
    int max = Math.min(text.length(), from + 45);
    while (i < max && (Chars.hex(text.charAt(i)) || ".:IPv".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i > from + 2 && Chars.at(text, i) == ']' ? i + 1 : -1;
  }
}
