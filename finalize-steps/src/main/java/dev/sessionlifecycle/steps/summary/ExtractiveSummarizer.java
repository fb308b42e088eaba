package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes offline by selecting sentences of the conversation: the user's first request, the
 * agent's last statements about the result, and the most central ones.
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
              + (sentence.fromUser() ? SummaryLines.USER : SummaryLines.AGENT)
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
    List<Sentence> best = new ArrayList<>(Statements.essential(sentences, maxSentences));
    for (Sentence sentence : LexRank.best(sentences, 2 * maxSentences)) {
      if (best.size() < maxSentences && !best.contains(sentence)) {
        add(sentence, sentences, best);
      }
    }
    represent(true, sentences, best);
    represent(false, sentences, best);
    best.sort(Comparator.comparingInt(Sentence::index));
    return best;
  }

  /** Adds a central sentence: no greeting, and a question only together with its answer. */
  private void add(Sentence sentence, List<Sentence> sentences, List<Sentence> best) {
    if (!Statements.isContent(sentence)) {
      return;
    }
    if (Statements.isQuestion(sentence)) {
      Sentence answer = answer(sentence, sentences);
      boolean isChosen = answer != null && best.contains(answer);
      if (answer == null || (!isChosen && best.size() + 1 >= maxSentences)) {
        return;
      }
      if (!isChosen) {
        best.add(answer);
      }
    }
    best.add(sentence);
  }

  private static @Nullable Sentence answer(Sentence question, List<Sentence> sentences) {
    for (int i = question.index() + 1; i < sentences.size(); i++) {
      Sentence next = sentences.get(i);
      if (next.fromUser() != question.fromUser()) {
        return Statements.isQuestion(next) ? null : next;
      }
    }
    return null;
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
