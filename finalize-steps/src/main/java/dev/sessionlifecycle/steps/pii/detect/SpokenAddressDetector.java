package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.SpokenWords;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;

/**
 * Finds spoken e-mail addresses and domain names: "john dot smith at example dot com", "example dot
 * org"; and written ones with the signs spelled out: "john [at] example [dot] com".
 */
final class SpokenAddressDetector extends TextScanner {

  private static final Set<String> MAIL = Words.set("mail email emails mailbox inbox");
  private static final Set<String> PROVIDERS =
      Words.set(
          "gmail googlemail yahoo hotmail outlook live icloud me aol gmx proton protonmail mail msn web"
              + " yandex zoho fastmail comcast verizon att");

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
      if (end - i == 2 && Chars.matches(text, i, "at")) {
        next = Math.max(end, email(words, i, end, floor, found));
      } else if (end - i == 3 && Chars.matches(text, i, "dot")) {
        next = Math.max(end, domain(words, i, end, floor, found));
      }
      floor = next > end ? next : floor;
      i = next;
    }
  }

  private static int email(SpokenWords words, int at, int after, int floor, List<PiiSpan> found) {
    int end = SpokenDomain.end(words, after);
    if (end < 0) {
      end = written(words, at, after);
    }
    if (end < 0 || (SpokenDomain.wordLike(words, end) && !mail(words, at))) {
      return -1;
    }
    int start = SpokenLocalPart.start(words, at, floor);
    if (start < 0) {
      return -1;
    }
    found.add(new PiiSpan(PiiType.EMAIL_ADDRESS, start, end));
    return end;
  }

  /** "john at gmail.com": accepted for a mail provider, or if the context mentions mail. */
  private static int written(SpokenWords words, int at, int after) {
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
    boolean accepted = PROVIDERS.contains(Words.lower(text, start, dot)) || mail(words, at);
    return accepted ? host : -1;
  }

  private static boolean mail(SpokenWords words, int at) {
    return Words.nearBefore(words.text(), at, 48, MAIL)
        || Words.nearAfter(words.text(), at, 48, MAIL);
  }

  private static int domain(SpokenWords words, int dot, int after, int floor, List<PiiSpan> found) {
    int end = SpokenDomain.rest(words, dot, after);
    boolean accepted = end > 0 && !SpokenDomain.wordLike(words, end);
    int start = accepted ? SpokenDomain.start(words, dot, floor) : -1;
    if (start < 0) {
      return -1;
    }
    found.add(new PiiSpan(PiiType.DOMAIN_NAME, start, end));
    return end;
  }
}
