package dev.sessionlifecycle.steps.summary;

/** One sentence of the conversation. */
final class Sentence {

  private final int index;
  private final boolean fromUser;
  private final String text;
  private final int[] words;
  private final int[] counts;

  Sentence(int index, boolean fromUser, String text, int[] words, int[] counts) {
    this.index = index;
    this.fromUser = fromUser;
    this.text = text;
    this.words = words;
    this.counts = counts;
  }

  /** Returns its index in the conversation. */
  int index() {
    return index;
  }

  /** Returns whether the user said it, rather than the agent. */
  boolean fromUser() {
    return fromUser;
  }

  String text() {
    return text;
  }

  /** Returns the numbers of its distinct words, ascending. */
  int[] words() {
    return words;
  }

  /** Returns the number of occurrences of each of its words. */
  int[] counts() {
    return counts;
  }
}
