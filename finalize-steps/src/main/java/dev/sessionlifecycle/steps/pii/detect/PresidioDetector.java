package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.internal.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks a Presidio analyzer, or a server that speaks like one, by its {@code POST /analyze}.
 *
 * <p>Texts are sent in batches (a list as {@code text}); a server that takes one text at a time
 * gets a batch size of 1. Offsets in the answer count code points, as Python does. An answer that
 * is late, wrong or none at all is a {@link PiiDetectionException}: the text does not pass as
 * clean.
 */
public final class PresidioDetector implements PiiDetector {

  private final URI analyze;
  private final HttpClient client;
  private final Duration timeout;
  private final String language;
  private final double threshold;
  private final Set<String> entities;
  private final int batchSize;
  private final int batchChars;

  private PresidioDetector(Builder builder) {
    this.analyze = builder.analyze;
    this.client = builder.client;
    this.timeout = builder.timeout;
    this.language = builder.language;
    this.threshold = builder.threshold;
    this.entities = Set.copyOf(builder.entities);
    this.batchSize = builder.batchSize;
    this.batchChars = builder.batchChars;
  }

  /**
   * Begins with the address of the {@code /analyze} route.
   *
   * @param analyze an https address, or an http address on this machine (loopback)
   * @throws dev.sessionlifecycle.errors.InvalidInputException where it is neither
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
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new PiiDetectionException("the analyzer answered " + response.statusCode());
      }
      return PresidioMessages.spans(response.body(), texts);
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

  /** Options. Not thread-safe. */
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

    /** The language of the texts, by its two letters; by default {@code en}. */
    public Builder language(String code) {
      this.language = Validator.require("language", code);
      return this;
    }

    /**
     * The least score of what is believed; by default 0.4.
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

    /** Asks for these entities only, such as {@code PERSON} and {@code LOCATION}. */
    public Builder entities(String... names) {
      Validator.require("entities", names);
      entities.addAll(List.of(names));
      return this;
    }

    /** How long one request may take; by default 30 s. */
    public Builder timeout(Duration each) {
      this.timeout = Validator.require("timeout", each);
      return this;
    }

    /**
     * How many texts one request holds; by default 32, and not more than about 100,000 characters.
     *
     * @param texts 1 to 1,000; 1 sends a plain text in place of a list
     */
    public Builder batchSize(int texts) {
      if (texts < 1 || texts > 1_000) {
        throw Validator.invalid("texts", "must be between 1 and 1000");
      }
      this.batchSize = texts;
      return this;
    }

    /**
     * The host's client, in place of one with a connect timeout of 5 s. It must not follow
     * redirects.
     */
    public Builder client(HttpClient host) {
      Validator.require("client", host);
      this.client = Endpoints.checked(host);
      return this;
    }

    /** The detector. */
    public PresidioDetector build() {
      return new PresidioDetector(this);
    }
  }
}
