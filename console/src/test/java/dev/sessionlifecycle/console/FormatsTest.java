package dev.sessionlifecycle.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                    | 0
          999                  | 999
          1000                 | 1,000
          -999                 | -999
          -1000                | -1,000
          9223372036854775807  | 9,223,372,036,854,775,807
          -9223372036854775808 | -9,223,372,036,854,775,808
          """)
  void a_number_has_a_comma_between_its_thousands(long value, String text) {
    assertEquals(text, Formats.number(value));
  }
}
