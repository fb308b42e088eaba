package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.SpokenWords;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import java.util.Set;

/**
 * Finds spoken e-mail addresses and domain names: "john dot smith at example dot com", "example dot
 * org"; and written ones with the signs spelled out: "john [at] example [dot] com".
 */
final class SpokenAddressDetector extends TextScanner {

  private static final Set<String> MAIL = Words.set("mail email emails mailbox inbox");
  private static final Set<String> AT = Vocabulary.of(Term.AT);
  private static final WordSet MAIL_NOUN = WordSet.of(Term.MAIL);
  private static final int LONGEST = 16;
  private static final int FIELD = 48;
  private static final String BRACKETS = "[](){}<>";

  @Override
  void scan(String text, List<PiiSpan> found) {
    SpokenWords words = new SpokenWords(text);
    int floor = 0;
    int i = 0;
    while (i < text.length()) {
      if (!Chars.letter(text.charAt(i))) {
        i++;
        continue;
      }
      int end = words.letters(i);
      int next = end;
      String word = end - i <= LONGEST ? words.lower(i, end) : "";
      if (AT.contains(word)) {
        next = Math.max(end, email(words, i, end, floor, found));
      } else if (SpokenDomain.isDot(words, i, end)) {
        next = Math.max(end, domain(words, i, end, floor, found));
      } else if (MailProviders.contains(word)) {
        next = Math.max(end, field(words, i, end, floor, found));
      }
      floor = next > end ? next : floor;
      i = next;
    }
  }

  private static int email(SpokenWords words, int at, int after, int floor, List<PiiSpan> found) {
    int start = SpokenLocalPart.start(words, at, floor);
    if (start < 0) {
      return -1;
    }
    start = written(words.text(), start, floor);
    int end = SpokenDomain.end(words, after);
    boolean isBare = end > 0 && SpokenDomain.wordLike(words, end) && !mail(words, at);
    if (end < 0 || isBare) {
      end = written(words, start, at, after);
    }
    if (end < 0) {
      end = provider(words, start, at, after);
    }
    if (end < 0) {
      return -1;
    }
    found.add(new PiiSpan(PiiType.EMAIL_ADDRESS, start, end));
    return end;
  }

  /** Extends a mailbox to what is written before it without a space: "anna.weber". */
  private static int written(String text, int start, int floor) {
    int i = start;
    while (i > floor
        && i > start - LONGEST
        && (Chars.asciiAlnum(text.charAt(i - 1)) || "._-+".indexOf(text.charAt(i - 1)) >= 0)) {
      i--;
    }
    return Chars.asciiAlnum(text.charAt(i)) ? i : start;
  }

  /** "peter dot parker at gmail": a provider in place of the domain. */
  private static int provider(SpokenWords words, int start, int at, int after) {
    int from = words.skipGap(after);
    int end = words.wordEnd(from);
    boolean isProvider = from > after && MailProviders.contains(words.lower(from, end));
    boolean isJoined = words.text().substring(start, at).strip().indexOf(' ') > 0;
    boolean isMail =
        isProvider
            && (isJoined || mail(words, at) || words.text().substring(start, at).indexOf('.') > 0);
    return isMail ? end : -1;
  }

  /** "e-mail: jane doe gmail": an answer without at and dot. */
  private static int field(SpokenWords words, int from, int end, int floor, List<PiiSpan> found) {
    String text = words.text();
    int colon = from - 1;
    while (colon > floor
        && colon > from - FIELD
        && (Chars.alnum(text.charAt(colon)) || " .-_".indexOf(text.charAt(colon)) >= 0)) {
      colon--;
    }
    boolean isField =
        colon >= 0 && text.charAt(colon) == ':' && MAIL_NOUN.nearestBefore(text, colon, 8) == 0;
    int start = isField ? words.skipGap(colon + 1) : from;
    if (start >= from) {
      return -1;
    }
    found.add(new PiiSpan(PiiType.EMAIL_ADDRESS, start, end));
    return end;
  }

  /** "john at gmail.com": accepted for a mail provider, or if the context mentions mail. */
  private static int written(SpokenWords words, int begin, int at, int after) {
    String text = words.text();
    int start = words.skipGap(after);
    int end = start;
    while (end < text.length() && end < start + 64 && DomainNames.hostChar(text.charAt(end))) {
      end++;
    }
    int host = start > after ? DomainNames.hostEnd(text, start, end, true) : -1;
    if (host < 0) {
      return -1;
    }
    int dot = text.indexOf('.', start);
    boolean isBracketed =
        BRACKETS.indexOf(text.charAt(Math.max(0, at - 1))) >= 0
            || BRACKETS.indexOf(text.charAt(after)) >= 0;
    boolean isDotted =
        text.substring(begin, at).indexOf('.') > 0 && Chars.letter(text.charAt(begin));
    boolean accepted =
        isBracketed
            || isDotted
            || MailProviders.mayContain(Words.lower(text, start, dot))
            || mail(words, at);
    return accepted ? host : -1;
  }

  private static boolean mail(SpokenWords words, int at) {
    return Words.nearBefore(words.text(), at, 48, MAIL)
        || Words.nearAfter(words.text(), at, 48, MAIL);
  }

  private static int domain(SpokenWords words, int dot, int after, int floor, List<PiiSpan> found) {
    int end = SpokenDomain.rest(words, dot, after);
    int start = end > 0 ? SpokenDomain.start(words, dot, floor) : -1;
    boolean isWeb = start >= 0 && Chars.matches(words.text(), start, "w");
    boolean accepted =
        start >= 0 && (!SpokenDomain.wordLike(words, end) || (isWeb && web(words, start)));
    if (!accepted) {
      return -1;
    }
    end = SpokenDomain.path(words, end);
    found.add(new PiiSpan(PiiType.DOMAIN_NAME, start, end));
    return end;
  }

  /** "www dot", "w w w dot". */
  private static boolean web(SpokenWords words, int start) {
    return words.is(start, words.wordEnd(start), "www")
        || Chars.matches(words.text(), start, "w w w");
  }
}
