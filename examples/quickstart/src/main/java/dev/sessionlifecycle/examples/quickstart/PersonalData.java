package dev.sessionlifecycle.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Every e-mail address, telephone number and card number of the sample, as it stands there. */
final class PersonalData {
  private static final String FILE = "sample-personal-data.txt";

  private PersonalData() {}

  static List<String> ofSample() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PersonalData.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
