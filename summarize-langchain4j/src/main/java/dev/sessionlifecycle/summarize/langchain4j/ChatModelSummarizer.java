package dev.sessionlifecycle.summarize.langchain4j;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.summary.Summarizer;
import dev.sessionlifecycle.steps.summary.SummaryRequest;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes with a LangChain4j chat model.
 *
 * <p>Each attempt sends one request. The chain does the retries, so switch off those of the model.
 * A refusal throws {@link dev.sessionlifecycle.steps.summary.SummaryRefusedException}; an empty or
 * late response throws {@link SummaryUnavailableException}. The conversation is passed as data
 * between markers that it cannot contain. A model may still follow instructions in it, so treat the
 * summary as text to read, never to act on.
 */
public final class ChatModelSummarizer implements Summarizer {

  private final ChatModel model;
  private final String instructions;
  private final int maxOutputTokens;
  private final PromptText prompt;
  private final Duration timeLimit;
  private final @Nullable Executor executor;

  private ChatModelSummarizer(Builder builder) {
    this.model = builder.model;
    this.instructions = builder.instructions;
    this.maxOutputTokens = builder.maxOutputTokens;
    this.prompt = new PromptText(builder.maxInputTokens);
    this.timeLimit = builder.timeLimit;
    this.executor = builder.executor;
  }

  /** Returns a builder with this model and the default settings. */
  public static Builder with(ChatModel model) {
    return new Builder(model);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SummaryUnavailableException if the model gave no response, or none in time
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  @Override
  public String summarize(SummaryRequest request) throws InterruptedException {
    ChatRequest chat =
        ChatRequest.builder()
            .messages(SystemMessage.from(instructions), UserMessage.from(prompt.of(request)))
            .maxOutputTokens(maxOutputTokens)
            .build();
    Duration left = request.timeLeft();
    Duration limit = left.compareTo(timeLimit) < 0 ? left : timeLimit;
    if (limit.isZero()) {
      throw new SummaryUnavailableException("no time is left to ask the model");
    }
    ChatResponse response =
        executor == null
            ? model.chat(chat)
            : TimeLimiter.call(() -> model.chat(chat), limit, executor);
    return ModelReplies.text(response);
  }

  @Override
  public String toString() {
    return "ChatModelSummarizer";
  }

  /** Builder of a summarizer. Not thread-safe. */
  public static final class Builder {
    private final ChatModel model;
    private String instructions = PromptText.INSTRUCTIONS;
    private int maxOutputTokens = 400;
    private int maxInputTokens = 12_000;
    private Duration timeLimit = Duration.ofMinutes(1);
    private @Nullable Executor executor;

    private Builder(ChatModel model) {
      this.model = Validator.require("model", model);
    }

    /** Replaces the default system message. */
    public Builder instructions(String text) {
      this.instructions = Validator.require("instructions", text);
      return this;
    }

    /**
     * Sets the maximum length of the summary; 400 tokens by default.
     *
     * @param tokens 16 to 4,000
     */
    public Builder maxOutputTokens(int tokens) {
      this.maxOutputTokens = Validator.requireBetween("max_output_tokens", tokens, 16, 4_000);
      return this;
    }

    /**
     * Sets how much of the conversation is sent, at four characters per token; 12,000 by default.
     * The middle of a longer conversation is left out.
     *
     * @param tokens 200 to 1,000,000
     */
    public Builder maxInputTokens(int tokens) {
      this.maxInputTokens = Validator.requireBetween("max_input_tokens", tokens, 200, 1_000_000);
      return this;
    }

    /**
     * Sets the timeout of each request, which runs on this executor; one minute by default. Without
     * an executor, the model runs on the step's thread and only its own timeout applies.
     */
    public Builder timeLimit(Duration limit, Executor on) {
      this.timeLimit = Validator.require("time_limit", limit);
      this.executor = Validator.require("executor", on);
      return this;
    }

    /** Returns the summarizer. */
    public ChatModelSummarizer build() {
      return new ChatModelSummarizer(this);
    }
  }
}
