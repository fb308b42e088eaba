package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts JSON to plain values: maps, lists, strings, numbers, booleans and null. */
final class PlainValues {
  private PlainValues() {}

  static Map<String, Object> of(JsonNode object) {
    Map<String, Object> map = new LinkedHashMap<>();
    object.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
    return map;
  }

  @SuppressWarnings(
      "NullAway") // JSON null becomes a null in the map, which annotations cannot express here
  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return of(node);
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(one -> list.add(value(one)));
      return list;
    } else if (node.isNull()) {
      return null;
    } else if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? node.numberValue() : node.textValue();
  }
}
