package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Phrases that introduce a name, an address, a postal code or a date of birth. */
final class Phrases {

  /** What a phrase introduces. */
  enum Kind {
    /** A name, in any case. */
    NAME,
    /** A name of two capitalized words, or one followed by "speaking". */
    WEAK_NAME,
    /** A capitalized family name. */
    TITLE,
    /** A name, if a colon follows the phrase. */
    NAME_FIELD,
    ADDRESS,
    /** An address, if a colon or "is" follows the phrase. */
    ADDRESS_FIELD,
    POSTAL_CODE,
    BIRTH_DATE
  }

  private record Phrase(List<String> words, Kind kind) {}

  /** A phrase and where it ends. */
  record Match(Kind kind, int end) {}

  static final int LONGEST_WORD = 12;
  private static final Map<String, List<Phrase>> BY_FIRST = new HashMap<>();

  static {
    add(
        Kind.NAME,
        "my name is|my name s|my full name is|my first name is|my last name is|my surname is"
            + "|my legal name is|my maiden name is|maiden name is|name is spelled|i am called"
            + "|the name s|the name is|name on the account is|under the name|me llamo|mi nombre es"
            + "|je m appelle|mein name ist|ich heiße|ich heisse|mi chiamo|il mio nome è|meu nome é"
            + "|me chamo|mijn naam is|ik heet|jag heter|nimeni on");
    add(
        Kind.WEAK_NAME,
        "this is|i am|i m|call me|speaking with|speaking to|talking to|regards|sincerely");
    add(
        Kind.TITLE,
        "mr|mrs|ms|miss|dr|prof|professor|doctor|sir|madam|herr|frau|señor|señora|monsieur|madame");
    add(
        Kind.NAME_FIELD,
        "name|names|full name|first name|last name|customer name|customer|caller|patient");
    add(
        Kind.ADDRESS,
        "i live at|i live on|we live at|lives at|living at|reside at|resides at|residing at|my address is"
            + "|my new address is|address is|our address is|home address is|mailing address is|ship it to"
            + "|ship to|shipped to|deliver it to|deliver to|delivered to|mail it to|send it to|sent to|i moved to"
            + "|ich wohne in der|ich wohne am|vivo en|j habite au|abito in");
    add(
        Kind.ADDRESS_FIELD,
        "address|home address|mailing address|street address|shipping address|billing address|adresse"
            + "|dirección|indirizzo|endereço|residence");
    add(
        Kind.POSTAL_CODE,
        "zip code is|zip code|zip is|zip|zipcode is|zipcode|postal code is|postal code|postcode is|postcode"
            + "|post code is|post code|plz|código postal es|código postal|code postal");
    add(
        Kind.BIRTH_DATE,
        "date of birth is|date of birth|birth date is|birth date|birthdate is|birthdate|birthday is|birthday"
            + "|dob is|dob|d o b|i was born on|was born on|born on|i was born in|born|geburtsdatum"
            + "|fecha de nacimiento|date de naissance|geboren am");
  }

  private Phrases() {}

  private static void add(Kind kind, String phrases) {
    for (String phrase : phrases.split("\\|", -1)) {
      List<String> words = Words.list(phrase);
      BY_FIRST.computeIfAbsent(words.get(0), key -> new ArrayList<>()).add(new Phrase(words, kind));
    }
    BY_FIRST.values().forEach(list -> list.sort((a, b) -> b.words.size() - a.words.size()));
  }

  /** Returns the longest phrase that begins with this word, or null. */
  static @Nullable Match at(String text, int from, int to) {
    List<Phrase> phrases = BY_FIRST.get(Words.lower(text, from, to));
    if (phrases != null) {
      for (Phrase phrase : phrases) {
        int end = end(text, to, phrase.words);
        if (end > 0) {
          return new Match(phrase.kind, end);
        }
      }
    }
    return null;
  }

  private static int end(String text, int afterFirst, List<String> words) {
    int i = afterFirst;
    for (String word : words.subList(1, words.size())) {
      char gap = Chars.at(text, i);
      boolean joined = gap == ' ' || gap == '\'' || gap == '.' || gap == '_' || gap == '-';
      i++;
      if (!joined
          || !Chars.matches(text, i, word)
          || Chars.letter(Chars.at(text, i + word.length()))) {
        return -1;
      }
      i += word.length();
    }
    return i;
  }
}
