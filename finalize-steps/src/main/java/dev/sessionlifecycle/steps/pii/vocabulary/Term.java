package dev.sessionlifecycle.steps.pii.vocabulary;

import java.util.Locale;

/**
 * What words of a vocabulary mean. A vocabulary file has one line for each term: its name in lower
 * case with hyphens, then words or phrases separated by commas, or a hyphen for none.
 */
public enum Term {
  /** Announces a name, in any case: "my name is". */
  NAME,
  /** Announces a name or something else: "this is". */
  WEAK_NAME,
  /** Stands before a family name: "Mrs". */
  TITLE,
  /** Names a field that holds a name: "surname". */
  NAME_FIELD,
  /** Follows a name: "speaking". */
  NAME_AFTER,
  /** Asks for a name. */
  NAME_ASKED,
  /** Words that are not part of a name. */
  NAME_NEVER,
  /** Announces a postal address. */
  ADDRESS,
  /** Names a field that holds a postal address. */
  ADDRESS_FIELD,
  /** Asks for a postal address. */
  ADDRESS_ASKED,
  /** Kinds of streets that follow the name: "Elm Street". */
  STREET_AFTER,
  /** Kinds of streets that precede the name: "rue de la Paix". */
  STREET_BEFORE,
  /** Kinds of streets that end the name: "Hauptstraße". */
  STREET_SUFFIX,
  /** Parts of a building: "apartment". */
  UNIT,
  /** Announces a postal code. */
  ZIP,
  /** Announces a date of birth. */
  BIRTH_DATE,
  /** Asks for a date of birth. */
  BIRTH_ASKED,
  /** Names of months. */
  MONTHS,
  /** Announces a payment card number. */
  CARD,
  /** Announces an IBAN. */
  IBAN,
  /** Announces the number of an account or a membership. */
  ACCOUNT,
  /** Announces a United States social security number. */
  SSN,
  /** Announces a number that a state gives a person or a paper: "passport number". */
  DOCUMENT,
  /** Announces a short secret: "PIN". */
  SECRET_CODE,
  /** Asks for a short secret. */
  CODE_ASKED,
  /** Announces the expiry date of a card. */
  EXPIRY,
  /** Announces a password. */
  PASSWORD,
  /** Follows "password is" without being one: "wrong". */
  PASSWORD_NEVER,
  /** Asks for the number of an account. */
  ACCOUNT_ASKED,
  /** Asks for a telephone number. */
  PHONE_ASKED,
  /** Asks for an e-mail address. */
  MAIL_ASKED,
  /** Asks for a card number. */
  CARD_ASKED,
  /** Asks for an IBAN. */
  IBAN_ASKED,
  /** Asks for a social security number. */
  SSN_ASKED,
  /** Asks for the number of a document. */
  DOCUMENT_ASKED,
  /** Asks for the expiry date of a card. */
  EXPIRY_ASKED,
  /** Asks for a password. */
  PASSWORD_ASKED,
  /** Asks for a postal code. */
  ZIP_ASKED,
  /** Stands between what announces a value and the value: "is". */
  LINK,
  /** Says that something is the listener's: "your". */
  POSSESSIVE,
  /** Says that something is the speaker's: "my". */
  MINE,
  /** Stands before or after the name of a person or of something else: "is", "told". */
  NAME_BESIDE,
  /** Calls a number a telephone number. */
  PHONE_STRONG,
  /** Is about calling, or about a number. */
  PHONE_WEAK,
  /** Calls a number something that is not personal: "invoice". */
  NUMBER_OTHER,
  /** Ends a word that calls a number something else: "Bestellnummer". */
  NUMBER_OTHER_SUFFIX,
  /** Announces that someone counts. */
  COUNT,
  /** Precedes "address" where it is no postal one: "e-mail". */
  ADDRESS_OTHER,
  /** Precedes a version or a ratio. */
  VERSION,
  /** Is about e-mail. */
  MAIL,
  /** The spoken at sign. */
  AT,
  /** The spoken dot. */
  DOT,
  /** The digits from zero to nine, with their variants after slashes. */
  DIGITS,
  /** The numbers from ten to nineteen; a plus marks one that takes a unit. */
  TEENS,
  /** The tens from twenty. */
  TENS,
  /** Joins a unit with a ten in one word: "einundzwanzig". */
  UNIT_JOINT,
  /** Hundred. */
  HUNDRED,
  /** Thousand. */
  THOUSAND,
  /** Repeats the next digit. */
  TWICE,
  /** Repeats the next digit twice. */
  THRICE,
  /** The plus before a country's calling code. */
  PLUS,
  /** Stands between digits without meaning. */
  NUMBER_FILLER,
  /** Begins an answer without being it: "sure". */
  FILLER,
  /** Begins or ends a conversation. */
  GREETING,
  /** Says what came out of a conversation: "booked". */
  RESULT,
  /** Ends with a full stop that ends no sentence: "Dr". */
  ABBREVIATION;

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
