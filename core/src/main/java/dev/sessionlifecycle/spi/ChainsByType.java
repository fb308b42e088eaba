package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionType;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which chain an ended session gets: alternatives by its type, since the type stands on the row; or
 * whichever is current in the store. Every shape must have been registered, see {@link
 * ChainStore#register(ChainDefinition)}.
 *
 * @param definitions a shape for each of the session types, where one without steps is finished
 *     from the start; or none for those that are current
 */
public record ChainsByType(Map<SessionType, ChainDefinition> definitions) {
  private static final ChainsByType CURRENT = new ChainsByType(Map.of());

  /** Copies the map; each type must have a shape, or none. */
  public ChainsByType {
    EnumMap<SessionType, ChainDefinition> copy = new EnumMap<>(SessionType.class);
    copy.putAll(definitions);
    if (!copy.isEmpty() && copy.size() != SessionType.values().length) {
      throw Validator.invalid("definitions", "one for every session type");
    }
    definitions = java.util.Collections.unmodifiableMap(copy);
  }

  /** The same shape for every type. */
  public static ChainsByType of(ChainDefinition shape) {
    EnumMap<SessionType, ChainDefinition> shapes = new EnumMap<>(SessionType.class);
    for (SessionType type : SessionType.values()) {
      shapes.put(type, shape);
    }
    return new ChainsByType(shapes);
  }

  /**
   * Those that are current in the store when the session ends, see {@link ChainStore#current}. The
   * store replaces them in the transaction that ends the session.
   */
  public static ChainsByType current() {
    return CURRENT;
  }

  /** Whether these are the ones that are current in the store, whatever they are. */
  public boolean isCurrent() {
    return definitions.isEmpty();
  }

  /**
   * The shape for a session of this type.
   *
   * @throws IllegalStateException for those that are current: only the store knows them
   */
  public ChainDefinition definitionFor(SessionType type) {
    ChainDefinition shape = definitions.get(type);
    if (shape == null) {
      throw new IllegalStateException("the store has not replaced its current chains");
    }
    return shape;
  }
}
