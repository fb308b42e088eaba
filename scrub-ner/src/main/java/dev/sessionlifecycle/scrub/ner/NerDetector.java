package dev.sessionlifecycle.scrub.ner;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.scrub.ner.EntityLabels.LabelledWord;
import dev.sessionlifecycle.scrub.ner.Windows.Window;
import dev.sessionlifecycle.scrub.ner.WordPiece.Piece;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Finds names and other entities with a token classification model of the BERT family, run in this
 * process by ONNX Runtime. The host brings the model; nothing is downloaded.
 *
 * <p>Use it beside the built-in detectors: {@code Scrubber.builder().also(detector)}. Messages are
 * read in batches, long ones in overlapping windows. Thread-safe. Close it when no scrubber uses it
 * any more: the memory of a model is not in the heap.
 */
public final class NerDetector implements PiiDetector, AutoCloseable {

  private final WordPiece tokenizer;
  private final TokenModel model;
  private final EntityLabels labels;
  private final long begin;
  private final long end;
  private final long padding;
  private final int windowTokens;
  private final int overlap;
  private final int batchSize;
  private final double threshold;
  private final Duration timeout;
  private final LongSupplier nanoTime;

  private NerDetector(Builder builder, ModelFiles files, EntityLabels labels, Path modelFile)
      throws IOException {
    this.tokenizer = files.tokenizer();
    this.labels = labels;
    this.begin = files.special("[CLS]");
    this.end = files.special("[SEP]");
    this.padding = files.special("[PAD]");
    this.windowTokens = Math.min(builder.windowTokens, files.positions()) - 2;
    this.overlap = windowTokens / 4;
    this.batchSize = builder.batchSize;
    this.threshold = builder.threshold;
    this.timeout = builder.timeout;
    this.nanoTime = builder.nanoTime;
    this.model = TokenModel.open(modelFile, builder.threads, labels.size());
  }

  /**
   * Returns a builder for the model in this directory, as Hugging Face's exporters lay it out:
   * {@code model.onnx}, {@code config.json} with the labels ({@code id2label}), and {@code
   * tokenizer.json} of the kind WordPiece or {@code vocab.txt}, with {@code tokenizer_config.json}
   * if there is one.
   */
  public static Builder in(Path directory) {
    return new Builder(Validator.require("directory", directory));
  }

  @Override
  public List<PiiSpan> detect(String text) {
    return detectAll(List.of(text)).get(0);
  }

  @Override
  public List<List<PiiSpan>> detectAll(List<String> texts) {
    long start = nanoTime.getAsLong();
    List<Row> rows = new ArrayList<>();
    List<LabelledPieces> read = new ArrayList<>();
    for (String text : texts) {
      LabelledPieces pieces = new LabelledPieces(tokenizer.pieces(text));
      read.add(pieces);
      for (Window window : Windows.of(pieces.size(), windowTokens, overlap)) {
        rows.add(new Row(pieces, window));
      }
    }
    rows.sort(Comparator.comparingInt(row -> row.window.size())); // so that little is filled up
    for (int from = 0; from < rows.size(); from += batchSize) {
      if (nanoTime.getAsLong() - start > timeout.toNanos()) {
        throw new PiiDetectionException("the model took longer than " + timeout);
      }
      label(rows.subList(from, Math.min(rows.size(), from + batchSize)));
    }
    return read.stream().map(pieces -> labels.spans(pieces.words(), threshold)).toList();
  }

  private void label(List<Row> rows) {
    float[][][] scores = model.scores(rows.stream().map(this::ids).toList(), padding);
    for (int r = 0; r < rows.size(); r++) {
      Window window = rows.get(r).window;
      for (int i = window.keepFrom(); i < window.keepTo(); i++) {
        rows.get(r).pieces.label(i, scores[r][1 + i - window.from()]);
      }
    }
  }

  private long[] ids(Row row) {
    long[] ids = new long[row.window.size() + 2];
    ids[0] = begin;
    for (int i = 0; i < row.window.size(); i++) {
      ids[i + 1] = row.pieces.pieces.get(row.window.from() + i).id();
    }
    ids[ids.length - 1] = end;
    return ids;
  }

  /** A window of a text. */
  private record Row(LabelledPieces pieces, Window window) {}

  /** The pieces of a text with their most likely labels. */
  private static final class LabelledPieces {
    private final List<Piece> pieces;
    private final int[] label;
    private final double[] score;

    LabelledPieces(List<Piece> pieces) {
      this.pieces = pieces;
      this.label = new int[pieces.size()];
      this.score = new double[pieces.size()];
    }

    int size() {
      return pieces.size();
    }

    void label(int piece, float[] scores) {
      int best = 0;
      for (int i = 1; i < scores.length; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      double sum = 0;
      for (float each : scores) {
        sum += Math.exp(each - scores[best]);
      }
      if (!(sum >= 1)) { // a score that is no number must not pass for clean
        throw new PiiDetectionException("the model gave scores that are no numbers");
      }
      label[piece] = best;
      score[piece] = 1 / sum;
    }

    /** A word has the label of its first piece, as these models are trained. */
    List<LabelledWord> words() {
      List<LabelledWord> words = new ArrayList<>();
      int last = -1;
      for (int i = 0; i < pieces.size(); i++) {
        Piece piece = pieces.get(i);
        if (piece.word() != last) {
          words.add(new LabelledWord(piece.start(), piece.end(), label[i], score[i]));
          last = piece.word();
        }
      }
      return words;
    }
  }

  /**
   * Frees the model, after the runs of other threads. A closed detector fails with {@link
   * PiiDetectionException}.
   */
  @Override
  public void close() {
    model.close();
  }

  @Override
  public String toString() {
    return "NerDetector";
  }

  /** Builder of a detector. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_BATCH = 1_000;
    private static final int MAX_THREADS = 64;
    private static final int LEAST_WINDOW = 8;
    private static final int MOST_WINDOW = 8_192;

    private final Path directory;
    private final Map<String, PiiType> types =
        new HashMap<>(Map.of("PER", PiiType.PERSON, "PERSON", PiiType.PERSON));
    private final Set<String> wanted = new HashSet<>();
    private String modelFile = "model.onnx";
    private long modelBytes = 1L << 30;
    private double threshold = 0.5;
    private int windowTokens = 512;
    private int batchSize = 8;
    private int threads = 1;
    private Duration timeout = Duration.ofSeconds(30);
    private LongSupplier nanoTime = System::nanoTime;

    private Builder(Path directory) {
      this.directory = directory;
      PiiType.builtIn().forEach(type -> types.put(type.label(), type));
    }

    /** Sets the name of the model's file in the directory; {@code model.onnx} by default. */
    public Builder modelFile(String name) {
      this.modelFile = Validator.require("model_file", name);
      return this;
    }

    /**
     * Finds an entity of the model, such as {@code LOC}, as this type. By default {@code PER} and
     * {@code PERSON} are persons, and an entity with the label of a built-in type is of that type;
     * all others are left in the text.
     *
     * @param name the name without {@code B-} and {@code I-}, in any case; the model must have it
     */
    public Builder entity(String name, PiiType type) {
      String upper = Validator.require("entity", name).toUpperCase(Locale.ROOT);
      types.put(upper, Validator.require("type", type));
      wanted.add(upper);
      return this;
    }

    /**
     * Sets the least score of an entity, the mean of its words; 0.5 by default.
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

    /**
     * Sets how many tokens the model reads at once; 512 by default, and never more than {@code
     * max_position_embeddings} of the configuration. Longer messages are read in windows of that
     * length, each of which shares a quarter with the one before.
     *
     * @param tokens 8 to 8,192
     */
    public Builder windowTokens(int tokens) {
      this.windowTokens = between("window_tokens", tokens, LEAST_WINDOW, MOST_WINDOW);
      return this;
    }

    /**
     * Sets how many windows the model reads together; 8 by default. Memory grows with it.
     *
     * @param windows 1 to 1,000
     */
    public Builder batchSize(int windows) {
      this.batchSize = between("batch_size", windows, 1, MAX_BATCH);
      return this;
    }

    /**
     * Sets how many threads a run uses; 1 by default, which is the caller's own. With more, ONNX
     * Runtime keeps threads until the detector is closed.
     *
     * @param count 1 to 64
     */
    public Builder threads(int count) {
      this.threads = between("threads", count, 1, MAX_THREADS);
      return this;
    }

    /**
     * Sets how long the texts of one call may take; 30 s by default. It is looked at between
     * batches. What takes longer fails with {@link PiiDetectionException}.
     */
    public Builder timeout(Duration each) {
      this.timeout =
          Validator.requireBetween("timeout", each, Duration.ofMillis(1), Duration.ofHours(1));
      return this;
    }

    /**
     * Sets how large the model's file may be; 1 GiB by default.
     *
     * @param bytes 1 to 2^40
     */
    public Builder modelBytes(long bytes) {
      if (bytes < 1 || bytes > 1L << 40) {
        throw Validator.invalid("model_bytes", "must be between 1 and 2^40");
      }
      this.modelBytes = bytes;
      return this;
    }

    Builder nanoTime(LongSupplier clock) {
      this.nanoTime = clock;
      return this;
    }

    /**
     * Reads the files and opens the model.
     *
     * @throws IOException if a file is missing or cannot be read
     * @throws dev.sessionlifecycle.errors.InvalidInputException if the files are not those of such
     *     a model, if it is too large, or if none of its entities is found as a type
     */
    public NerDetector build() throws IOException {
      Path file = directory.resolve(modelFile);
      if (Files.size(file) > modelBytes) {
        throw Validator.invalid("model", "must have at most " + modelBytes + " bytes");
      }
      ModelFiles files = ModelFiles.in(directory);
      List<String> names = files.labels();
      Set<String> entities =
          names.stream().map(EntityLabels::entity).collect(Collectors.toUnmodifiableSet());
      if (!entities.containsAll(wanted)) {
        throw Validator.invalid("entity", "must be one of the model's");
      }
      EntityLabels labels = EntityLabels.of(names, types);
      if (labels.isEmpty()) {
        throw Validator.invalid("entity", "is required: no entity of the model has a type");
      }
      return new NerDetector(this, files, labels, file);
    }

    private static int between(String field, int value, int least, int most) {
      if (value < least || value > most) {
        throw Validator.invalid(field, "must be between " + least + " and " + most);
      }
      return value;
    }
  }
}
