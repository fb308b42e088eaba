package dev.sessionlifecycle.steps.summary;

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

  @Override
  public String toString() {
    return "Sentence";
  }
}
