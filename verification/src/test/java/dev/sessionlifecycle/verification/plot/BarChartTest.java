package dev.sessionlifecycle.verification.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {
  private final BarChart chart =
      new BarChart("Ends & messages", "per <second>")
          .bar("8 callers", "combined", 20_000)
          .bar("8 callers", "one by one", 5_000)
          .bar("1 caller", "combined", 3.25)
          .bar("1 caller", "none", 0);

  @Test
  void chart_is_xml_with_every_label_and_value() throws Exception {
    assertThat(texts(parsed(chart.svg())))
        .containsExactly(
            "Ends & messages",
            "per <second>",
            "8 callers",
            "combined",
            "20,000",
            "one by one",
            "5,000",
            "1 caller",
            "combined",
            "3.25",
            "none",
            "0.00");
  }

  @Test
  void bars_of_a_group_are_in_proportion() throws Exception {
    List<Integer> widths = new ArrayList<>();
    NodeList bars = parsed(chart.svg()).getElementsByTagName("rect");
    for (int i = 1; i < bars.getLength(); i++) { // the first is the background
      widths.add(Integer.valueOf(((Element) bars.item(i)).getAttribute("width")));
    }
    assertThat(widths).hasSize(4);
    assertThat(widths.get(0)).isEqualTo(4 * widths.get(1)).isEqualTo(widths.get(2));
    assertThat(widths.get(3)).isEqualTo(1);
  }

  @Test
  void a_value_that_has_no_length_is_refused() {
    assertThatThrownBy(() -> chart.bar("1 caller", "wrong", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> chart.bar("1 caller", "wrong", -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList found = svg.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }
}
