package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.steps.pii.vocabulary.Phrases;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses what a summary must not lack: the first request of the user, and what the agent says last
 * about the result, by the words of result of each language.
 */
final class Statements {

  private static final Phrases GREETINGS = new Phrases(List.of(Term.GREETING));
  private static final Phrases RESULTS = new Phrases(List.of(Term.RESULT));

  /** How many of the agent's last statements are considered. */
  private static final int LAST = 8;

  private static final int FEW_WORDS = 4;

  /** What must be left beside greetings, in scripts with spaces between words and without. */
  private static final int LETTERS = 12;

  private static final int SIGNS = 4;

  private Statements() {}

  /** Returns whether a sentence says more than a greeting. */
  static boolean isContent(Sentence sentence) {
    int letters = GREETINGS.lettersOutside(sentence.text());
    boolean isSpaced = sentence.text().indexOf(' ') > 0;
    return letters >= (isSpaced ? LETTERS : SIGNS);
  }

  /** Returns whether a sentence asks, or asks to confirm. */
  static boolean isQuestion(Sentence sentence) {
    String text = sentence.text();
    boolean isAsked = text.endsWith("?") || text.endsWith("？") || text.indexOf("? ") > 0;
    return isAsked
        || text.regionMatches(true, 0, "please ", 0, 7)
        || text.contains("please confirm");
  }

  /** Returns the user's first request and the agent's last statements, at most so many. */
  static List<Sentence> essential(List<Sentence> sentences, int limit) {
    List<Sentence> chosen = new ArrayList<>();
    for (Sentence sentence : sentences) {
      boolean isRequest =
          sentence.fromUser() && sentence.length() >= FEW_WORDS && isContent(sentence);
      if (isRequest) {
        chosen.add(sentence);
        break;
      }
    }
    List<Sentence> last = last(sentences);
    int results = Math.min(Math.max(1, limit / 2), limit - chosen.size());
    chosen.addAll(last.subList(0, Math.min(results, last.size())));
    return chosen;
  }

  /** The agent's last statements, those with words of result first, then the later ones. */
  private static List<Sentence> last(List<Sentence> sentences) {
    List<Sentence> last = new ArrayList<>();
    for (int i = sentences.size() - 1; i >= 0 && last.size() < LAST; i--) {
      Sentence sentence = sentences.get(i);
      if (!sentence.fromUser() && !isQuestion(sentence) && isContent(sentence)) {
        last.add(sentence);
      }
    }
    last.sort(
        Comparator.comparing((Sentence it) -> !RESULTS.isIn(it.text()))
            .thenComparing(Comparator.comparingInt(Sentence::index).reversed()));
    return last;
  }
}
