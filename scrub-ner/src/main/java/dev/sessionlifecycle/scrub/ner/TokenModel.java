package dev.sessionlifecycle.scrub.ner;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A token classification model in ONNX Runtime. Thread-safe: any number of threads may run it, and
 * closing waits for them.
 */
final class TokenModel implements AutoCloseable {

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Set<String> inputs;
  private final String output;
  private final int labels;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean isClosed;

  private TokenModel(OrtEnvironment environment, OrtSession session, int labels)
      throws OrtException {
    this.environment = environment;
    this.session = session;
    this.inputs = session.getInputNames();
    this.output = session.getOutputNames().iterator().next();
    this.labels = labels;
  }

  /**
   * Opens a model.
   *
   * @param threads how many threads a run uses; with 1 it is the caller's alone
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is no token classification
   *     model with so many labels
   */
  static TokenModel open(Path file, int threads, int labels) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        check(session, labels);
        return new TokenModel(environment, session, labels);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw Validator.invalid("model", "must be a model that ONNX Runtime can read");
    }
  }

  private static void check(OrtSession session, int labels) throws OrtException {
    Set<String> known = Set.of(IDS, MASK, TYPES);
    if (!session.getInputNames().contains(IDS) || !known.containsAll(session.getInputNames())) {
      throw Validator.invalid("model", "must take input_ids, attention_mask and token_type_ids");
    }
    NodeInfo first = session.getOutputInfo().values().iterator().next();
    boolean isRight =
        first.getInfo() instanceof TensorInfo info
            && info.getShape().length == 3
            && (info.getShape()[2] < 0 || info.getShape()[2] == labels);
    if (!isRight) {
      throw Validator.invalid("model", "must give a score for each of the labels of each token");
    }
  }

  /**
   * Returns the scores of each label for each piece.
   *
   * @param rows the ids of the pieces of each row; not empty
   * @param padding the id with which short rows are filled up
   * @throws PiiDetectionException if the model failed or is closed
   */
  float[][][] scores(List<long[]> rows, long padding) {
    lock.readLock().lock();
    try {
      if (isClosed) {
        throw new PiiDetectionException("the model is closed");
      }
      return run(rows, padding);
    } catch (OrtException e) {
      throw new PiiDetectionException("the model failed: " + e.getCode(), e);
    } finally {
      lock.readLock().unlock();
    }
  }

  private float[][][] run(List<long[]> rows, long padding) throws OrtException {
    int length = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    LongBuffer ids = LongBuffer.allocate(rows.size() * length);
    LongBuffer mask = LongBuffer.allocate(rows.size() * length);
    for (long[] row : rows) {
      for (int i = 0; i < length; i++) {
        ids.put(i < row.length ? row[i] : padding);
        mask.put(i < row.length ? 1 : 0);
      }
    }
    LongBuffer types = LongBuffer.allocate(rows.size() * length);
    long[] shape = {rows.size(), length};
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids.flip(), shape);
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask.flip(), shape);
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, types, shape)) {
      Map<String, OnnxTensor> given =
          new HashMap<>(Map.of(IDS, idTensor, MASK, maskTensor, TYPES, typeTensor));
      given.keySet().retainAll(inputs);
      try (OrtSession.Result result = session.run(given, Set.of(output))) {
        return checked(result.get(0), rows.size(), length);
      }
    }
  }

  private float[][][] checked(OnnxValue value, int rows, int length) throws OrtException {
    if (value.getValue() instanceof float[][][] scores
        && scores.length == rows
        && scores[0].length == length
        && scores[0][0].length == labels) {
      return scores;
    }
    throw new PiiDetectionException("the model gave scores of another shape");
  }

  /** Waits for the runs of other threads. Closing again does nothing. */
  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!isClosed) {
        isClosed = true;
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("the model could not be closed", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
