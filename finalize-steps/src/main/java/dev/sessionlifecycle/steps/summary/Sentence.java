package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.steps.pii.text.Chars;

/**
 * One sentence of the conversation.
 *
 * @param index its index in the conversation
 * @param fromUser whether the user said it, rather than the agent
 * @param words the numbers of its distinct words, ascending
 * @param counts the number of occurrences of each of its words
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sentence(int index, boolean fromUser, String text, int[] words, int[] counts) {

  /** Returns the number of words; two letters count as one where no spaces part the words. */
  int length() {
    int length = 0;
    for (int count : counts) {
      length += count;
    }
    int unspaced = 0;
    for (int i = 0; i < text.length(); i++) {
      unspaced += Chars.unspaced(text.charAt(i)) ? 1 : 0;
    }
    return Math.max(length, unspaced / 2);
  }

  @Override
  public String toString() {
    return "Sentence";
  }
}
