package dev.sessionlifecycle.spring.boot;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the build has written about the properties, for editors of configuration files. */
final class Metadata {
  private static final String FILE = "META-INF/spring-configuration-metadata.json";

  private Metadata() {}

  /**
   * A property.
   *
   * @param defaultValue null where there is none
   */
  record Property(
      String name, String type, @Nullable String description, @Nullable String defaultValue) {
    static Property of(Map<String, Object> json) {
      Object value = json.get("defaultValue");
      return new Property(
          String.valueOf(json.get("name")),
          String.valueOf(json.get("type")),
          (String) json.get("description"),
          value == null ? null : String.valueOf(value));
    }
  }

  /** The properties of the library, in the order of their names. */
  static List<Property> properties() {
    List<Map<String, Object>> all = JsonPath.parse(file()).read("$.properties[*]");
    return all.stream()
        .map(Property::of)
        .filter(it -> it.name().startsWith("session-lifecycle."))
        .toList();
  }

  /** The jars of Spring Boot have files of that name as well. */
  private static String file() {
    try {
      for (URL url :
          Collections.list(SessionLifecycleProperties.class.getClassLoader().getResources(FILE))) {
        try (var in = url.openStream()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          if (text.contains("\"session-lifecycle.enabled\"")) {
            return text;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the annotation processor has written no metadata");
  }
}
