package dev.sessionlifecycle.steps.summary;

/** A sentence as a vector of word weights, with the words as ascending numbers. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WordVector(int[] words, double[] weights, double length) {
  /** Returns the cosine similarity: 1 for the same direction, 0 if no word is shared. */
  double cosine(WordVector other) {
    double product = 0;
    int i = 0;
    int k = 0;
    while (i < words.length && k < other.words.length) {
      if (words[i] == other.words[k]) {
        product += weights[i++] * other.weights[k++];
      } else if (words[i] < other.words[k]) {
        i++;
      } else {
        k++;
      }
    }
    return product == 0 ? 0 : product / (length * other.length);
  }
}
