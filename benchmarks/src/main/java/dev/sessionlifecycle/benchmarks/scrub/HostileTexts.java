package dev.sessionlifecycle.benchmarks.scrub;

import java.util.List;
import java.util.Random;

/**
 * Texts that a detector of personal data may take too long for: a few pieces that mean something to
 * a detector, repeated to any length.
 */
public final class HostileTexts {

  private static final int LONGEST_UNIT = 4;

  /** Words of each vocabulary, digits, separators, signs, and beginnings of what is looked for. */
  private static final List<String> ATOMS =
      List.of(
          "one ",
          "five ",
          "oh ",
          "twelve ",
          "twenty ",
          "hundred ",
          "thousand ",
          "double ",
          "triple ",
          "plus ",
          "dot ",
          "point ",
          "dash ",
          "uh ",
          "then ",
          "minus ",
          "at ",
          "@",
          "a@",
          "a",
          "A",
          "z ",
          "ab ",
          "Ann ",
          "hello ",
          "0",
          "1",
          "2",
          "9",
          "12",
          "20 ",
          "123 ",
          "0171 ",
          "555 ",
          "4111 ",
          "4111111111111111",
          "123456789",
          "12345678901234567890",
          "٠",
          "٤٢ ",
          "３",
          "৭",
          ".",
          "..",
          ",",
          "-",
          "--",
          "_",
          "+",
          "*",
          "****",
          "/",
          ":",
          "::",
          ";",
          "'",
          "\"",
          "(",
          ")",
          "[",
          "]",
          "[at] ",
          "[X_",
          "<",
          "#",
          "$",
          "=",
          "%",
          "&",
          "~",
          "!",
          "?",
          "\\",
          " ",
          "  ",
          "\n",
          "\n\n",
          "\t",
          "\u00a0",
          "\u2013",
          "\u2019",
          "😀",
          "\ud83d",
          "é",
          "e\u0301",
          "中",
          "א",
          "a.",
          "b.com",
          ".com",
          "com ",
          "x.it ",
          "www.",
          "http://",
          "https://a.b/",
          "://",
          "xn--",
          "example.com ",
          "gmail ",
          "u k ",
          "mail ",
          "website ",
          "1.2.3.4",
          "256.1.1.1 ",
          "fe80::1 ",
          "a:b:",
          "%eth0",
          "GB12 ",
          "DE89 3704 ",
          "iban ",
          "account ",
          "card ",
          "visa ",
          "ssn ",
          "123-45-6789",
          "000-12-3456 ",
          "phone ",
          "call ",
          "number ",
          "order ",
          "area ",
          "ext 5 ",
          "x12 ",
          "+49 ",
          "+1 415 ",
          "0044 ",
          "(0) ",
          "is my ",
          "password ",
          "token: ",
          "api_key=",
          "sk-",
          "AKIA",
          "eyJ",
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9abc ",
          "-----BEGIN ",
          "PRIVATE KEY-----",
          "-----END ",
          "aB3",
          "Xy9_",
          "my name is ",
          "this is ",
          "mr ",
          "name: ",
          "de la ",
          "O'",
          "i live at ",
          "address: ",
          "street ",
          "st. ",
          "zip code ",
          "94105",
          "born on ",
          "dob ",
          "march ",
          "fifth ",
          "1980 ",
          "5/4/",
          "[PHONE_NUMBER]",
          "[A_b");

  /** Units that were once slow. */
  private static final List<String> KEPT =
      List.of(
          "double ",
          "plus ",
          "triple --Xy9_address: ",
          "2..",
          "..A",
          "st. ",
          "a.five ",
          "1.2.3.4z ",
          "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9abc ",
          "٠ 2",
          "20 ",
          "12)",
          "0171 1",
          "123-45-6789+1 415 ",
          // the JDK's search for the end of a sentence
          ".=",
          "%..\u2013",
          "****..://");

  private HostileTexts() {}

  /** Returns the units that were once slow. */
  public static List<String> kept() {
    return KEPT;
  }

  /** Returns each piece as a unit of its own. */
  public static List<String> atoms() {
    return ATOMS;
  }

  /** Returns a unit of one to four pieces. */
  public static String unit(Random random) {
    StringBuilder unit = new StringBuilder();
    int pieces = 1 + random.nextInt(LONGEST_UNIT);
    for (int i = 0; i < pieces; i++) {
      unit.append(ATOMS.get(random.nextInt(ATOMS.size())));
    }
    return unit.toString();
  }

  /** Returns a text of about this length that repeats the unit, which is not cut at the end. */
  public static String text(String unit, int length) {
    return unit.repeat(Math.max(1, length / unit.length()));
  }
}
