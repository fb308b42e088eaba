package dev.sessionlifecycle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.InvalidInputException;
import java.net.URI;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "http://localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00:ec2::254]/",
        "https://user@example.com/",
        "ftp://example.com/",
        "/relative"
      })
  void an_endpoint_that_is_visibly_not_public_is_refused_at_once(String endpoint) {
    assertThatThrownBy(() -> EndpointPolicy.publicOnly().check(URI.create(endpoint)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/",
        "https://93.184.215.14:8443/x",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/"
      })
  void a_public_endpoint_passes(String endpoint) {
    URI uri = URI.create(endpoint);
    assertThat(EndpointPolicy.publicOnly().check(uri)).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com:0/", "https://example.com:65536/", "http://[::1]:99999/"})
  void a_port_that_no_connection_can_have_is_refused_at_once(String endpoint) {
    assertThatThrownBy(() -> EndpointPolicy.configured().check(URI.create(endpoint)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("port");
    URI greatest = URI.create("https://example.com:65535/");
    assertThat(EndpointPolicy.configured().check(greatest)).isEqualTo(greatest);
  }

  @Test
  void the_host_may_post_to_its_own_network() {
    URI uri = URI.create("https://10.1.2.3/");
    assertThat(EndpointPolicy.configured().check(uri)).isEqualTo(uri);
    assertThat(EndpointPolicy.configured().publicSockets()).isEmpty();
  }

  @Test
  void a_context_is_for_public_addresses_alone() throws Exception {
    SSLContext context = SSLContext.getDefault();
    assertThat(EndpointPolicy.publicOnly().withSslContext(context).publicSockets()).isPresent();
    assertThatThrownBy(() -> EndpointPolicy.configured().withSslContext(context))
        .isInstanceOf(InvalidInputException.class);
  }
}
