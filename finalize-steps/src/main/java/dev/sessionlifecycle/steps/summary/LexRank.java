package dev.sessionlifecycle.steps.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranks sentences by centrality (Erkan and Radev, LexRank, 2004): a sentence is central if central
 * sentences are similar to it.
 *
 * <p>Comparing all pairs would be quadratic. Instead, the conversation is split into windows, and
 * the best sentences of each advance to the next round until one window holds them all. This makes
 * the cost linear in the length.
 */
final class LexRank {

  private static final int WINDOW = 96;
  private static final int KEEP = 24;
  private static final int ROUNDS = 30;
  private static final double DAMPING = 0.85;
  private static final int FEW_WORDS = 4;

  private final Map<Integer, Integer> documents = new HashMap<>();
  private final int total;

  private LexRank(List<Sentence> sentences) {
    this.total = sentences.size();
    for (Sentence sentence : sentences) {
      for (int word : sentence.words()) {
        documents.merge(word, 1, Integer::sum);
      }
    }
  }

  /** Returns at most {@code limit} sentences, the most central first, without near-duplicates. */
  static List<Sentence> best(List<Sentence> sentences, int limit) {
    LexRank rank = new LexRank(sentences);
    List<Sentence> left = sentences;
    while (left.size() > WINDOW) {
      List<Sentence> next = new ArrayList<>();
      for (int from = 0; from < left.size(); from += WINDOW) {
        List<Sentence> window = left.subList(from, Math.min(left.size(), from + WINDOW));
        next.addAll(rank.ordered(window).subList(0, Math.min(KEEP, window.size())));
      }
      next.sort(Comparator.comparingInt(Sentence::index));
      left = next;
    }
    return rank.different(rank.ordered(left), limit);
  }

  private List<Sentence> different(List<Sentence> ordered, int limit) {
    List<Sentence> chosen = new ArrayList<>();
    List<WordVector> vectors = new ArrayList<>();
    for (Sentence sentence : ordered) {
      WordVector vector = vector(sentence);
      if (chosen.size() < limit && vectors.stream().noneMatch(v -> v.cosine(vector) > 0.6)) {
        chosen.add(sentence);
        vectors.add(vector);
      }
    }
    return chosen;
  }

  private List<Sentence> ordered(List<Sentence> window) {
    double[] scores = scores(window);
    Map<Integer, Double> byScore = new HashMap<>();
    for (int i = 0; i < scores.length; i++) {
      int words = window.get(i).words().length;
      double weight = words >= FEW_WORDS ? 1 : words / (2.0 * FEW_WORDS);
      byScore.put(window.get(i).index(), scores[i] * weight);
    }
    List<Sentence> ordered = new ArrayList<>(window);
    ordered.sort(
        Comparator.comparingDouble((Sentence s) -> -byScore.getOrDefault(s.index(), 0.0))
            .thenComparingInt(Sentence::index));
    return ordered;
  }

  private double[] scores(List<Sentence> window) {
    int n = window.size();
    List<WordVector> vectors = window.stream().map(this::vector).toList();
    double[][] like = new double[n][n];
    double[] sums = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        double cosine = vectors.get(i).cosine(vectors.get(k));
        like[i][k] = cosine;
        like[k][i] = cosine;
        sums[i] += cosine;
        sums[k] += cosine;
      }
    }
    double[] scores = new double[n];
    Arrays.fill(scores, 1.0 / n);
    for (int round = 0; round < ROUNDS; round++) {
      double[] next = new double[n];
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += sums[k] == 0 ? 0 : like[k][i] / sums[k] * scores[k];
        }
        next[i] = (1 - DAMPING) / n + DAMPING * sum;
      }
      scores = next;
    }
    return scores;
  }

  private WordVector vector(Sentence sentence) {
    int[] words = sentence.words();
    double[] weights = new double[words.length];
    double square = 0;
    for (int i = 0; i < words.length; i++) {
      double rarity = Math.log(1.0 + (double) total / documents.getOrDefault(words[i], 1));
      weights[i] = sentence.counts()[i] * rarity;
      square += weights[i] * weights[i];
    }
    return new WordVector(words, weights, Math.sqrt(square));
  }
}
