package dev.sessionlifecycle.summarize.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.sessionlifecycle.steps.summary.SummaryRefusedException;
import java.util.List;
import java.util.Locale;

/** Distinguishes summaries, refusals and empty responses. */
final class ModelReplies {

  private static final int LONGEST_REFUSAL = 300;
  private static final List<String> REFUSALS =
      List.of(
          "i can't",
          "i cannot",
          "i can not",
          "i'm sorry, but",
          "i am sorry, but",
          "i'm unable",
          "i am unable",
          "i won't",
          "i'm not able",
          "i am not able",
          "sorry, i can",
          "as an ai");

  private ModelReplies() {}

  static String text(ChatResponse response) {
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      throw new SummaryRefusedException("the provider filtered the answer");
    }
    AiMessage message = response.aiMessage();
    String text = message == null ? null : message.text();
    if (text == null || text.isBlank()) {
      throw new SummaryUnavailableException("the model answered nothing");
    }
    if (refusal(text)) {
      throw new SummaryRefusedException("the model declined");
    }
    return text.strip();
  }

  private static boolean refusal(String text) {
    String begin = text.strip().toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    return text.length() <= LONGEST_REFUSAL && REFUSALS.stream().anyMatch(begin::startsWith);
  }
}
