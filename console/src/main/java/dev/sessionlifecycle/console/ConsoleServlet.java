package dev.sessionlifecycle.console;

import dev.sessionlifecycle.finalize.internal.Validator;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mounts a console in a servlet container, under a mapping such as {@code /console/*}. The servlet
 * request is the {@link ConsoleRequest#host} of each request, so that an access can ask it for the
 * user. Needs {@code jakarta.servlet-api} 6, which every container of that generation brings.
 *
 * <p>A filter of the host that checks tokens of its own against forgery must leave the path out:
 * the forms of the console have theirs.
 */
public final class ConsoleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Console console;

  /** A servlet that answers with this console. */
  public ConsoleServlet(Console console) {
    this.console = Validator.require("console", console);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getCharacterEncoding() == null) {
      request.setCharacterEncoding("UTF-8");
    }
    String path = request.getPathInfo();
    ConsoleReply reply =
        path == null
            ? JdkConsole.toMount(request.getRequestURI())
            : console.answer(read(request, path.substring(1)));
    response.setStatus(reply.status());
    reply.headers().forEach(response::setHeader);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
  }

  private static ConsoleRequest read(HttpServletRequest request, String path) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, Collections.list(request.getHeaders(name)));
    }
    Map<String, List<String>> form = new HashMap<>();
    if (request.getMethod().equals("POST")) {
      request.getParameterMap().forEach((name, values) -> form.put(name, Arrays.asList(values)));
    }
    return new ConsoleRequest(
        request.getMethod(),
        path,
        Parameters.parse(request.getQueryString()),
        headers,
        form,
        address(request.getRemoteAddr()),
        request);
  }

  /** Of an address in digits, which asks no name server. */
  private static @Nullable InetAddress address(String remote) {
    try {
      boolean isAddress = remote.matches("[0-9.]+|[0-9a-fA-F:.%a-z]*:[0-9a-fA-F:.%a-z]*");
      return isAddress ? InetAddress.getByName(remote) : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
