package dev.sessionlifecycle.scrub.ner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that looks each token up in a table of scores: one Gather, written as ONNX by hand. Each
 * word of its vocabulary has one label.
 */
final class TinyModel {

  private static final int FLOAT = 1;
  private static final int INT64 = 7;
  private static final float SURE = 8;

  private final List<String> labels;
  private final Map<String, String> words = new LinkedHashMap<>();

  TinyModel(String... labels) {
    this.labels = List.of(labels);
    for (String special : List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]")) {
      words.put(special, labels[0]);
    }
  }

  /** Adds words or pieces with this label. */
  TinyModel word(String label, String... all) {
    for (String word : all) {
      words.put(word, label);
    }
    return this;
  }

  /** Writes all files of the model into a directory. */
  Path writeTo(Path directory) throws IOException {
    Files.write(directory.resolve("model.onnx"), onnx("input_ids", "attention_mask"));
    Files.writeString(directory.resolve("vocab.txt"), String.join("\n", words.keySet()));
    writeConfig(directory, 512);
    return directory;
  }

  void writeConfig(Path directory, int positions) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      names.add("\"" + i + "\": \"" + labels.get(i) + "\"");
    }
    Files.writeString(
        directory.resolve("config.json"),
        "{\"id2label\": {%s}, \"max_position_embeddings\": %d}"
            .formatted(String.join(", ", names), positions));
  }

  byte[] onnx(String... inputs) {
    Protobuf gather =
        new Protobuf()
            .text(1, "table")
            .text(1, "input_ids")
            .text(2, "logits")
            .text(3, "gather")
            .text(4, "Gather");
    Protobuf graph = new Protobuf().message(1, gather).text(2, "tiny").message(5, table());
    for (String input : inputs) {
      graph.message(11, value(input, INT64, "batch", "sequence"));
    }
    graph.message(12, value("logits", FLOAT, "batch", "sequence", "labels"));
    return new Protobuf()
        .number(1, 8)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, 13))
        .toBytes();
  }

  private Protobuf table() {
    ByteBuffer scores =
        ByteBuffer.allocate(Float.BYTES * words.size() * labels.size())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (String label : words.values()) {
      labels.forEach(each -> scores.putFloat(each.equals(label) ? SURE : 0));
    }
    return new Protobuf()
        .number(1, words.size())
        .number(1, labels.size())
        .number(2, FLOAT)
        .text(8, "table")
        .bytes(9, scores.array());
  }

  private static Protobuf value(String name, int type, String... dimensions) {
    Protobuf shape = new Protobuf();
    for (String dimension : dimensions) {
      shape.message(1, new Protobuf().text(2, dimension));
    }
    Protobuf tensor = new Protobuf().number(1, type).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
