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
 * Asks a chat model of LangChain4j for the summary.
 *
 * <p>One request per attempt: trying again is the chain's business, so switch the model's own
 * retries off. A refusal is a {@link dev.sessionlifecycle.steps.summary.SummaryRefusedException};
 * an empty answer or one that came too late is a {@link SummaryUnavailableException}. What the
 * conversation says is handed over as data between marks that it cannot contain; still, a model may
 * follow it: the answer is text to read, never to act on.
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

  /** Begins with a model and the standard settings. */
  public static Builder with(ChatModel model) {
    return new Builder(model);
  }

  /**
   * {@inheritDoc}
   *
   * @throws SummaryUnavailableException where the model gave no answer, or none in time
   * @throws InterruptedException where the thread was interrupted while it waited
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

  /** Settings. Not thread-safe. */
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

    /** The system message, in place of the standard one. */
    public Builder instructions(String text) {
      this.instructions = Validator.require("instructions", text);
      return this;
    }

    /**
     * How long the answer may be; by default 400 tokens.
     *
     * @param tokens 16 to 4,000
     */
    public Builder maxOutputTokens(int tokens) {
      this.maxOutputTokens = Validator.requireBetween("max_output_tokens", tokens, 16, 4_000);
      return this;
    }

    /**
     * How much of the conversation is sent, at four characters a token; by default 12,000. Of a
     * longer one the middle is left out.
     *
     * @param tokens 200 to 1,000,000
     */
    public Builder maxInputTokens(int tokens) {
      this.maxInputTokens = Validator.requireBetween("max_input_tokens", tokens, 200, 1_000_000);
      return this;
    }

    /**
     * How long one request may take, on an executor of the host; by default a minute. Without an
     * executor the model is called on the step's thread, and its own timeout is the limit.
     */
    public Builder timeLimit(Duration limit, Executor on) {
      this.timeLimit = Validator.require("time_limit", limit);
      this.executor = Validator.require("executor", on);
      return this;
    }

    /** The summarizer. */
    public ChatModelSummarizer build() {
      return new ChatModelSummarizer(this);
    }
  }
}
