package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.ChainDefinition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shapes of chains, each once. */
final class ShapeTable {
  private final Units units;
  private final String find;
  private final String all;
  private final String insert;

  ShapeTable(SqlText sql, Units units) {
    this.units = units;
    find = sql.of("SELECT steps FROM {chain_shape} WHERE digest = :digest");
    all = sql.of("SELECT steps FROM {chain_shape} ORDER BY digest");
    insert = sql.of("INSERT INTO {chain_shape} (digest, steps) VALUES (:digest, :steps)");
  }

  void register(ChainDefinition shape) {
    String digest = shape.digest();
    units.together(
        tx -> {
          if (find(tx, digest).isEmpty()) {
            Tx.insertOrLose(tx.update(insert).bind("digest", digest).bind("steps", shape.encode()));
          }
          return digest;
        });
  }

  Optional<ChainDefinition> find(String digest) {
    return units.single(tx -> find(tx, digest));
  }

  /** Those that this version can read. */
  List<ChainDefinition> all() {
    return units.single(
        tx ->
            tx.query(all).mapTo(String.class).list().stream()
                .map(ShapeTable::decode)
                .filter(Objects::nonNull)
                .toList());
  }

  private Optional<ChainDefinition> find(Tx tx, String digest) {
    return tx.query(find)
        .bind("digest", digest)
        .mapTo(String.class)
        .findOne()
        .map(ShapeTable::decode);
  }

  private static @Nullable ChainDefinition decode(String text) {
    try {
      return ChainDefinition.decode(text);
    } catch (IllegalArgumentException ofANewerVersion) {
      return null;
    }
  }
}
