package dev.sessionlifecycle.steps.pii.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists of names, from the files in {@code pii/names}, which state their sources. */
public final class NameList {

  /** How family names of several countries end. */
  private static final List<String> SUFFIXES =
      List.of(
          "sson", "sen", "dóttir", "dottir", "ová", "ova", "eva", "ović", "ević", "ić", "ič", "ski",
          "ska", "sky", "skaya", "wicz", "czyk", "nen", "ström", "berg", "quist", "qvist", "gren",
          "lund", "mann", "enko", "chuk", "yan", "shvili", "adze", "oğlu", "escu", "ides", "poulos",
          "akis", "elli", "etti", "ucci", "acci", "ández", "ínez", "érez", "uez", "ulin", "ev",
          "ov");

  /** Those that no everyday word has. */
  private static final List<String> ONLY =
      List.of(
          "sson", "dóttir", "dottir", "ová", "ović", "ević", "ić", "skaya", "wicz", "czyk", "ström",
          "quist", "qvist", "shvili", "adze", "oğlu", "escu", "poulos", "ández", "ínez", "érez",
          "enko", "chuk", "ovich", "evich");

  private static final Set<String> GIVEN = read("given");
  private static final Set<String> GIVEN_OR_WORD = read("given-or-word");
  private static final Set<String> FAMILY = read("family");
  private static final Set<String> FAMILY_OR_WORD = read("family-or-word");
  private static final Set<String> SIGNS = read("family-signs");

  private NameList() {}

  /** Returns whether this, in lower case, is a given name and no everyday word. */
  public static boolean isGiven(String name) {
    return GIVEN.contains(name);
  }

  /** Returns whether this, in lower case, is a given name that may be an everyday word. */
  public static boolean isGivenOrWord(String name) {
    return GIVEN.contains(name) || GIVEN_OR_WORD.contains(name);
  }

  /** Returns whether this, in lower case, is a family name and no everyday word. */
  public static boolean isFamily(String name) {
    return FAMILY.contains(name);
  }

  /** Returns whether this, in lower case, is a family name that may be an everyday word. */
  public static boolean isFamilyOrWord(String name) {
    return FAMILY.contains(name) || FAMILY_OR_WORD.contains(name);
  }

  /** Returns whether this, in lower case, ends like a family name. */
  public static boolean endsLikeFamily(String name) {
    return ends(name, SUFFIXES);
  }

  /** Returns whether this, in lower case, ends as only family names do. */
  public static boolean endsOnlyLikeFamily(String name) {
    return ends(name, ONLY);
  }

  private static boolean ends(String name, List<String> suffixes) {
    if (name.length() >= 5) {
      for (String suffix : suffixes) {
        if (name.endsWith(suffix)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the length of a family name in a script without spaces at this place, or 0. */
  public static int signs(String text, int at) {
    for (int length = Math.min(3, text.length() - at); length > 0; length--) {
      if (SIGNS.contains(text.substring(at, at + length))) {
        return length;
      }
    }
    return 0;
  }

  private static Set<String> read(String list) {
    String name = "/dev/sessionlifecycle/steps/pii/names/" + list + ".txt";
    Set<String> names = new HashSet<>();
    try (InputStream in = NameList.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the library lacks its file " + name);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : all.split("\n", -1)) {
        if (!line.startsWith("#")) {
          names.addAll(List.of(line.split(" ", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(names);
  }
}
