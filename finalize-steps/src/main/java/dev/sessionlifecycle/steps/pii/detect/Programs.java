package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.Set;

/** Recognizes names with dots in programs and files that only look like domain names. */
final class Programs {

  private static final Set<String> BEFORE =
      Words.set(
          "import package from open file files script perl python run class module function method call"
              + " calls folder edit execute load save rename delete document attached attachment require"
              + " include namespace field object variable property and");

  /** First parts of names in programs. */
  private static final Set<String> OBJECTS =
      Words.set(
          "java javax org logger log console system session user users self this data script main index"
              + " test tests config logo notes slides run file files readme app application request response"
              + " req res context ctx event events object obj item items node client server socket thread"
              + " process env os sys path math string list map array json http https window document react"
              + " node vue angular next express socket report budget invoice photo image video draft final"
              + " copy backup setup install build make docker settings options props state store router"
              + " module package model view controller service util utils helper base core common plugin"
              + " widget component page template style header footer debug error warn warning message"
              + " player game tracker device account order product customer status numbers keynote asp"
              + " dot visual microsoft");

  private Programs() {}

  /** Returns whether the name between the places is one of a program. */
  static boolean named(String text, int start, int end) {
    int dot = text.indexOf('.', start);
    String first = Words.lower(text, start, Math.min(dot, end));
    boolean isMember = Chars.at(text, end) == '.' && Chars.joins(Chars.at(text, end + 1));
    boolean isCall = Chars.at(text, end) == '(' || isMember;
    return isCall || OBJECTS.contains(first) || before(text, start);
  }

  private static boolean before(String text, int start) {
    int distance = Words.nearestBefore(text, start, 10, BEFORE);
    return distance >= 0 && distance <= 2;
  }
}
