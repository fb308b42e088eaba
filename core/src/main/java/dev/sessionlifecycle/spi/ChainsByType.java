package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionType;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which chain an ended session gets: alternatives by its type, since the type stands on the row.
 * Every shape must have been registered, see {@link ChainStore#register(ChainDefinition)}.
 *
 * @param definitions a shape for each of the session types; one without steps is finished from the
 *     start
 */
public record ChainsByType(Map<SessionType, ChainDefinition> definitions) {
  /** Copies the map; each type must have a shape. */
  public ChainsByType {
    EnumMap<SessionType, ChainDefinition> copy = new EnumMap<>(definitions);
    if (copy.size() != SessionType.values().length) {
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

  /** The shape for a session of this type. */
  @SuppressWarnings("NullAway") // the constructor made sure that every type has a shape
  public ChainDefinition definitionFor(SessionType type) {
    return definitions.get(type);
  }
}
