package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** What the words around a number suggest. */
enum PhoneContext {
  /** They call it a telephone number. */
  PHONE,
  /** They are about calling, but the number may be something else. */
  CALL,
  /** They name something else that is written with digits. */
  OTHER,
  /** They suggest nothing. */
  NONE;

  private static final int REACH = 44;

  private static final Set<String> STRONG =
      Words.set(
          "phone phones telephone telephones tel tele mobile mob cell cellphone cellular"
              + " fax desk landline whatsapp hotline sms handy telefon telefonnummer mobil"
              + " mobilnummer telefono celular cellulare movil portable telefone telefoon"
              + " puhelin telefax rufnummer phonenumber téléphone teléfono móvil numéro callback"
              + " dial ext extension pager toll tollfree smartphone registered voicemail signal"
              + " viber");

  private static final Set<String> WEAK =
      Words.set(
          "call called calling calls text texted texting messages message msg ring reach"
              + " contact answering answer number numbers office home work line direct digits"
              + " ruf llámame llamar appelez appeler anrufen chiamami bel ligar nummer");

  private static final Set<String> STRANGE =
      Words.set(
          "account acct order orders invoice reference ref id case ticket tracking"
              + " confirmation policy claim member membership license licence zip postal"
              + " postcode code card iban ssn serial version price amount total pin room flight"
              + " address addresses box apt suite unit passport vin isbn item sku model part"
              + " booking reservation transaction routing swift bic social security date born"
              + " birthday balance usd eur dollars euros between page coordinates latitude"
              + " longitude lat lon taxi population imei barcode since lives arrived patent"
              + " batch lot timestamp");

  private static final Set<String> AREA = Set.of("area");

  private static final Set<String> NAMING = Words.set("is my as on that s");

  private static final Set<String> NAMED =
      Words.set("number mobile cell phone telephone fax landline helpline hotline");

  private static final Set<String> AFTER =
      Words.set("office fax mobile cell home work desk phone tel landline");

  static Set<String> strong() {
    return STRONG;
  }

  static PhoneContext of(String text, int start, int end) {
    if (labelled(text, end)) {
      return PHONE;
    }
    if (Words.nearestBefore(text, start, 10, AREA) >= 0 || named(text, end)) {
      return PHONE;
    }
    int strong = distance(text, start, STRONG);
    int weak = distance(text, start, WEAK);
    int strange = distance(text, start, STRANGE);
    if (strong < strange) {
      return PHONE;
    }
    if (weak == Integer.MAX_VALUE && strange == Integer.MAX_VALUE) {
      return NONE;
    }
    return weak < strange && !numberOf(weak, strange) ? CALL : OTHER;
  }

  /** "account number 12345678": the word before "number" decides. */
  private static boolean numberOf(int weak, int strange) {
    return strange < Integer.MAX_VALUE && strange - weak <= 12;
  }

  /** "… is my work number", "… on my mobile". */
  private static boolean named(String text, int end) {
    return Words.nearAfter(text, end, 3, NAMING) && Words.nearAfter(text, end, 20, NAMED);
  }

  private static boolean labelled(String text, int end) {
    int i = end;
    while (i < end + 2 && " -(".indexOf(Chars.at(text, i)) >= 0) {
      i++;
    }
    int stop = i;
    while (stop < i + 10 && Chars.asciiLetter(Chars.at(text, stop))) {
      stop++;
    }
    return stop > i && AFTER.contains(Words.lower(text, i, stop));
  }

  private static int distance(String text, int start, Set<String> words) {
    int distance = Words.nearestBefore(text, start, REACH, words);
    return distance < 0 ? Integer.MAX_VALUE : distance;
  }
}
