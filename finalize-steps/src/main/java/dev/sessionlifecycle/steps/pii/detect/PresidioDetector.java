package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.http.internal.Endpoints;
import dev.sessionlifecycle.http.internal.HttpSender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Detects personal data with a Presidio analyzer, or any server with its {@code POST /analyze} API.
 *
 * <p>Texts are sent in batches, as a list in the {@code text} field. Use a batch size of 1 for
 * servers that accept only one text per request. Offsets in responses are counted in code points,
 * as in Python. A late, invalid, missing or very long response throws {@link
 * PiiDetectionException}; the text is never treated as clean.
 */
public final class PresidioDetector implements PiiDetector {

  /** In a response of this size, each tenth character of a request may begin a finding. */
  private static final int MAX_RESPONSE = 8 * 1024 * 1024;

  private final URI analyze;
  private final HttpSender sender;
  private final String language;
  private final double threshold;
  private final Set<String> entities;
  private final int batchSize;
  private final int batchChars;

  private PresidioDetector(Builder builder) {
    this.analyze = builder.analyze;
    this.sender = new HttpSender(builder.client, builder.timeout);
    this.language = builder.language;
    this.threshold = builder.threshold;
    this.entities = Set.copyOf(builder.entities);
    this.batchSize = builder.batchSize;
    this.batchChars = builder.batchChars;
  }

  /**
   * Returns a builder for a detector that calls this {@code /analyze} endpoint.
   *
   * @param analyze an https address, or an http address on this machine (loopback)
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is neither
   */
  public static Builder at(URI analyze) {
    Validator.require("endpoint", analyze);
    return new Builder(analyze);
  }

  @Override
  public List<PiiSpan> detect(String text) {
    return detectAll(List.of(text)).get(0);
  }

  @Override
  public List<List<PiiSpan>> detectAll(List<String> texts) {
    List<List<PiiSpan>> found = new ArrayList<>(texts.size());
    int from = 0;
    while (from < texts.size()) {
      int to = from;
      int chars = 0;
      while (to < texts.size() && to - from < batchSize && (to == from || chars < batchChars)) {
        chars += texts.get(to++).length();
      }
      found.addAll(ask(texts.subList(from, to)));
      from = to;
    }
    return found;
  }

  private List<List<PiiSpan>> ask(List<String> texts) {
    String body = PresidioMessages.request(texts, language, threshold, entities);
    HttpRequest request =
        HttpRequest.newBuilder(analyze)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<byte[]> response = sender.whole(request, MAX_RESPONSE);
      if (response.statusCode() != 200) {
        throw new PiiDetectionException("the analyzer answered " + response.statusCode());
      }
      return PresidioMessages.spans(new String(response.body(), StandardCharsets.UTF_8), texts);
    } catch (IOException e) {
      throw new PiiDetectionException("the analyzer could not be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PiiDetectionException("interrupted while the analyzer was asked", e);
    }
  }

  @Override
  public String toString() {
    return "PresidioDetector[" + analyze.getHost() + "]";
  }

  /** Builder of a detector. Not thread-safe. */
  public static final class Builder {
    private final URI analyze;
    private HttpClient client = Endpoints.client();
    private Duration timeout = Duration.ofSeconds(30);
    private String language = "en";
    private double threshold = 0.4;
    private final Set<String> entities = new LinkedHashSet<>();
    private int batchSize = 32;
    private int batchChars = 100_000;

    private Builder(URI analyze) {
      this.analyze = Endpoints.checked(analyze);
    }

    /** Sets the language of the texts as a two-letter code; {@code en} by default. */
    public Builder language(String code) {
      this.language = Validator.require("language", code);
      return this;
    }

    /**
     * Sets the least score of a finding; 0.4 by default.
     *
     * @param score from 0 to 1
     */
    public Builder threshold(double score) {
      if (!(score >= 0 && score <= 1)) {
        throw Validator.invalid("score", "must be between 0 and 1");
      }
      this.threshold = score;
      return this;
    }

    /** Requests only these entities, such as {@code PERSON} and {@code LOCATION}. */
    public Builder entities(String... names) {
      Validator.require("entities", names);
      entities.addAll(List.of(names));
      return this;
    }

    /** Sets how long a request may take until its whole response is there; 30 s by default. */
    public Builder timeout(Duration each) {
      this.timeout = Endpoints.checked(each);
      return this;
    }

    /**
     * Sets the number of texts per request; 32 by default. A request holds at most about 100,000
     * characters.
     *
     * @param texts 1 to 1,000; 1 sends a plain text instead of a list
     */
    public Builder batchSize(int texts) {
      if (texts < 1 || texts > 1_000) {
        throw Validator.invalid("texts", "must be between 1 and 1000");
      }
      this.batchSize = texts;
      return this;
    }

    /**
     * Uses this client instead of the default one with a connect timeout of 5 s. It must not follow
     * redirects.
     */
    public Builder client(HttpClient host) {
      Validator.require("client", host);
      this.client = Endpoints.checked(host);
      return this;
    }

    /** Returns the detector. */
    public PresidioDetector build() {
      return new PresidioDetector(this);
    }
  }
}
