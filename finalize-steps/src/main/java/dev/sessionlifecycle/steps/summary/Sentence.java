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

  /** Its place in the conversation. */
  int index() {
    return index;
  }

  /** Whether the user said it, and not the agent. */
  boolean fromUser() {
    return fromUser;
  }

  String text() {
    return text;
  }

  /** The numbers of its different words, ascending. */
  int[] words() {
    return words;
  }

  /** How often it has each of them. */
  int[] counts() {
    return counts;
  }
}
