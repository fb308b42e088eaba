package dev.sessionlifecycle.scrub.ner;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model as Hugging Face lays them out: {@code config.json} with the labels, and
 * {@code tokenizer.json}, or {@code vocab.txt} with a {@code tokenizer_config.json}.
 */
final class ModelFiles {

  private static final long MAX_BYTES = 32L * 1024 * 1024;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_LABELS = 1_000;
  private static final int DEFAULT_POSITIONS = 512;

  private final Path directory;
  private final Map<String, Integer> vocabulary;
  private final WordPiece.Spelling spelling;

  private ModelFiles(Path directory, Map<String, Integer> vocabulary, WordPiece.Spelling spelling) {
    this.directory = directory;
    this.vocabulary = vocabulary;
    this.spelling = spelling;
  }

  static ModelFiles in(Path directory) throws IOException {
    Path json = directory.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return fromJson(directory, object(json));
    }
    Map<String, Integer> vocabulary = new HashMap<>();
    for (String line : read(directory.resolve("vocab.txt")).split("\r?\n", -1)) {
      vocabulary.putIfAbsent(line, vocabulary.size());
    }
    Path config = directory.resolve("tokenizer_config.json");
    Map<String, Object> options = Files.exists(config) ? object(config) : Map.of();
    boolean isLowerCase = isSet(options.get("do_lower_case"), true);
    return new ModelFiles(
        directory,
        vocabulary,
        new WordPiece.Spelling(
            isLowerCase,
            isSet(options.get("strip_accents"), isLowerCase),
            isSet(options.get("tokenize_chinese_chars"), true)));
  }

  private static ModelFiles fromJson(Path directory, Map<String, Object> json) {
    Map<?, ?> model = json.get("model") instanceof Map<?, ?> it ? it : Map.of();
    boolean isWordPiece =
        "WordPiece".equals(model.get("type"))
            && "##".equals(model.get("continuing_subword_prefix"))
            && model.get("vocab") instanceof Map<?, ?>;
    if (!isWordPiece) {
      throw Validator.invalid("tokenizer", "must be a WordPiece tokenizer");
    }
    Map<String, Integer> vocabulary = new HashMap<>();
    if (model.get("vocab") instanceof Map<?, ?> words) {
      words.forEach((word, id) -> vocabulary.put(String.valueOf(word), id(id)));
    }
    Map<?, ?> options = json.get("normalizer") instanceof Map<?, ?> it ? it : Map.of();
    boolean isLowerCase = isSet(options.get("lowercase"), false);
    return new ModelFiles(
        directory,
        vocabulary,
        new WordPiece.Spelling(
            isLowerCase,
            isSet(options.get("strip_accents"), isLowerCase),
            isSet(options.get("handle_chinese_chars"), true)));
  }

  WordPiece tokenizer() {
    return new WordPiece(vocabulary, spelling, special("[UNK]"));
  }

  /** Returns the id of a token that every BERT model has. */
  int special(String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw Validator.invalid("tokenizer", "must know " + token);
    }
    return id;
  }

  /** Returns the names of the labels, in the order of their numbers. */
  List<String> labels() throws IOException {
    Object names = object(directory.resolve("config.json")).get("id2label");
    Map<?, ?> byId = names instanceof Map<?, ?> it ? it : Map.of();
    if (byId.isEmpty() || byId.size() > MAX_LABELS) {
      throw Validator.invalid("config.id2label", "must have 1 to " + MAX_LABELS + " labels");
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < byId.size(); i++) {
      if (!(byId.get(String.valueOf(i)) instanceof String label)) {
        throw Validator.invalid("config.id2label", "must number the labels from 0");
      }
      labels.add(label);
    }
    return labels;
  }

  /** Returns how many tokens the model reads at once. */
  int positions() throws IOException {
    Object positions = object(directory.resolve("config.json")).get("max_position_embeddings");
    return positions instanceof Long count && count >= 8
        ? (int) Math.min(count, Integer.MAX_VALUE)
        : DEFAULT_POSITIONS;
  }

  private static int id(@Nullable Object id) {
    if (id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw Validator.invalid("tokenizer", "must number its words");
  }

  private static boolean isSet(@Nullable Object value, boolean otherwise) {
    return value instanceof Boolean set ? set : otherwise;
  }

  private static Map<String, Object> object(Path file) throws IOException {
    try {
      return JsonReader.readObject(read(file), MAX_DEPTH);
    } catch (IllegalArgumentException e) {
      throw Validator.invalid(String.valueOf(file.getFileName()), "must be a JSON object");
    }
  }

  private static String read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw Validator.invalid(
          String.valueOf(file.getFileName()), "must have at most " + MAX_BYTES + " bytes");
    }
    return Files.readString(file);
  }
}
