package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Summarizes offline by selecting the most central sentences of the conversation.
 *
 * <p>A line of facts (channel, duration, turns, outcome) comes first, then the sentences in spoken
 * order, each with its speaker. Nothing is invented: every sentence occurs in the transcript, at
 * most truncated at a word. If both user and agent spoke, both are quoted. The result is
 * deterministic, and the cost is linear in the length of the conversation.
 */
public final class ExtractiveSummarizer implements Summarizer {

  private static final int MAX_SENTENCE = 240;

  private final int maxSentences;
  private final int maxCodePoints;
  private final Locale locale;

  private ExtractiveSummarizer(Builder builder) {
    this.maxSentences = builder.maxSentences;
    this.maxCodePoints = builder.maxCodePoints;
    this.locale = builder.locale;
  }

  /**
   * Returns a summarizer with at most 6 sentences, 1,200 code points, and English sentence
   * boundaries.
   */
  public static ExtractiveSummarizer standard() {
    return builder().build();
  }

  /** Returns a builder with the settings of {@link #standard()}. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String summarize(SummaryRequest request) {
    String facts = FactsHeader.of(request.session(), request.transcript());
    List<Sentence> sentences = Sentences.of(request.transcript(), locale);
    StringBuilder out = new StringBuilder(SummaryText.cut(facts, maxCodePoints));
    int used = Texts.length(out);
    for (Sentence sentence : pick(sentences)) {
      String line =
          "\n"
              + (sentence.fromUser() ? "User: " : "Agent: ")
              + SummaryText.cut(sentence.text(), MAX_SENTENCE);
      int length = Texts.length(line);
      if (used + length <= maxCodePoints) {
        out.append(line);
        used += length;
      }
    }
    return out.toString();
  }

  private List<Sentence> pick(List<Sentence> sentences) {
    List<Sentence> best = new ArrayList<>(LexRank.best(sentences, maxSentences));
    represent(true, sentences, best);
    represent(false, sentences, best);
    best.sort(Comparator.comparingInt(Sentence::index));
    return best;
  }

  /** Replaces the last sentence by the best one of a speaker who is not yet represented. */
  private void represent(boolean user, List<Sentence> sentences, List<Sentence> best) {
    if (maxSentences < 2 || best.stream().anyMatch(s -> s.fromUser() == user)) {
      return;
    }
    List<Sentence> own = sentences.stream().filter(s -> s.fromUser() == user).toList();
    List<Sentence> ranked = LexRank.best(own, 1);
    if (!ranked.isEmpty()) {
      if (best.size() >= maxSentences) {
        best.remove(best.size() - 1);
      }
      best.add(ranked.get(0));
    }
  }

  /** Builder of a summarizer. Not thread-safe. */
  public static final class Builder {
    private int maxSentences = 6;
    private int maxCodePoints = 1_200;
    private Locale locale = Locale.ENGLISH;

    private Builder() {}

    /**
     * Sets the maximum number of sentences, not counting the line of facts.
     *
     * @param sentences 1 to 50
     * @throws dev.sessionlifecycle.errors.InvalidInputException outside these bounds
     */
    public Builder maxSentences(int sentences) {
      this.maxSentences = Validator.requireBetween("max_sentences", sentences, 1, 50);
      return this;
    }

    /**
     * Sets the maximum length of the summary, including the line of facts. A sentence that does not
     * fit is left out.
     *
     * @param codePoints 100 to 4,000
     * @throws dev.sessionlifecycle.errors.InvalidInputException outside these bounds
     */
    public Builder maxCodePoints(int codePoints) {
      this.maxCodePoints = Validator.requireBetween("max_code_points", codePoints, 100, 4_000);
      return this;
    }

    /** Sets the locale whose rules determine sentence boundaries. */
    public Builder locale(Locale sentences) {
      this.locale = Validator.require("locale", sentences);
      return this;
    }

    /** Returns the summarizer. */
    public ExtractiveSummarizer build() {
      return new ExtractiveSummarizer(this);
    }
  }
}
