package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.vocabulary.Phrases;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what words announce: names, postal addresses, postal codes, dates of birth, passwords, and
 * numbers that are called something. Favours precision over recall.
 */
final class AnnouncedDetector extends TextScanner {

  private static final Phrases PHRASES =
      new Phrases(
          List.of(
              Term.NAME,
              Term.WEAK_NAME,
              Term.TITLE,
              Term.NAME_FIELD,
              Term.NAME_AFTER,
              Term.NAME_BESIDE,
              Term.ADDRESS,
              Term.ADDRESS_FIELD,
              Term.ZIP,
              Term.BIRTH_DATE,
              Term.CARD,
              Term.IBAN,
              Term.ACCOUNT,
              Term.SSN,
              Term.DOCUMENT,
              Term.SECRET_CODE,
              Term.EXPIRY,
              Term.PASSWORD));
  private static final WordSet OTHER_ADDRESS = WordSet.of(Term.ADDRESS_OTHER);
  private static final String SEPARATORS = " '._-";

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!Chars.letter(text.charAt(i))) {
        i++;
        continue;
      }
      boolean isSign = Chars.unspaced(text.charAt(i));
      int end = isSign ? i + 1 : wordEnd(text, i);
      Phrases.Match match = PHRASES.at(text, i, end);
      i = match == null ? end : follow(text, i, match, found);
    }
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Chars.letter(text.charAt(i)) && !Chars.unspaced(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int follow(String text, int begin, Phrases.Match match, List<PiiSpan> found) {
    int next = match.end();
    for (Term term : match.terms()) {
      PiiSpan before = term == Term.NAME_BESIDE ? PersonNames.certainBefore(text, begin) : null;
      if (before != null) {
        found.add(before);
      }
      PiiSpan span =
          next > match.end() && term != Term.NAME_AFTER && term != Term.NAME_BESIDE
              ? null
              : span(text, begin, term, match.end());
      if (span == null && term == Term.SECRET_CODE) {
        span = NumbersBefore.before(text, begin, PiiType.SECRET);
      }
      if (span != null) {
        found.add(span);
        spelledToo(text, span, found);
        next = Math.max(next, span.end());
      }
    }
    return next;
  }

  /** "Keller, K-E-L-L-E-R". */
  private static void spelledToo(String text, PiiSpan span, List<PiiSpan> found) {
    if (span.type().equals(PiiType.PERSON)) {
      int next = span.end();
      while (next < span.end() + 3 && " ,.-".indexOf(Chars.at(text, next)) >= 0) {
        next++;
      }
      PiiSpan spelled = next > span.end() ? SpelledName.at(text, next) : null;
      if (spelled != null) {
        found.add(spelled);
      }
    }
  }

  private static @Nullable PiiSpan span(String text, int begin, Term term, int end) {
    return switch (term) {
      case NAME -> PersonNames.after(text, end, PersonNames.Trust.ALL);
      case WEAK_NAME -> PersonNames.after(text, end, PersonNames.Trust.KNOWN);
      case TITLE -> title(text, begin, end);
      case NAME_FIELD -> nameField(text, end);
      case NAME_AFTER -> nameBefore(text, begin, end);
      case NAME_BESIDE -> PersonNames.certainAfter(text, end);
      case ADDRESS -> otherAddress(text, begin) ? null : PostalAddress.after(text, end);
      case ADDRESS_FIELD ->
          field(text, end) && !otherAddress(text, begin) ? PostalAddress.after(text, end) : null;
      case ZIP -> PostalCode.after(text, end);
      case BIRTH_DATE -> BirthDate.after(text, end);
      case PASSWORD -> Passwords.after(text, end);
      default -> NamedNumbers.after(text, term, end);
    };
  }

  private static @Nullable PiiSpan title(String text, int begin, int end) {
    if (Chars.unspaced(text.charAt(begin))) {
      return SignNames.before(text, begin, false);
    }
    boolean isSpaced = Chars.at(text, end) == ' ' || text.startsWith(". ", end);
    return isSpaced ? PersonNames.after(text, end, PersonNames.Trust.CAPITALS) : null;
  }

  private static @Nullable PiiSpan nameField(String text, int end) {
    if (field(text, end) || Chars.at(text, end) == '?') {
      return PersonNames.after(text, end, PersonNames.Trust.FIELD);
    }
    int linked = Links.skip(text, end);
    PiiSpan spelled = linked < text.length() ? SpelledName.at(text, linked) : null;
    return spelled != null ? spelled : PersonNames.after(text, end, PersonNames.Trust.KNOWN);
  }

  private static @Nullable PiiSpan nameBefore(String text, int begin, int end) {
    if (Chars.unspaced(text.charAt(begin))) {
      return SignNames.before(text, begin, text.startsWith("と", begin));
    }
    boolean isSpaced = begin > 0 && SEPARATORS.indexOf(text.charAt(begin - 1)) >= 0;
    return isSpaced && end > begin ? PersonNames.before(text, begin) : null;
  }

  private static boolean field(String text, int end) {
    int i = Chars.at(text, end) == ' ' ? end + 1 : end;
    return Chars.at(text, i) == ':'
        || Chars.at(text, i) == '='
        || Chars.unspaced(Chars.at(text, end));
  }

  /** "IP address is …", "e-mail address: …". */
  private static boolean otherAddress(String text, int begin) {
    return OTHER_ADDRESS.isNearBefore(text, begin, 8);
  }
}
