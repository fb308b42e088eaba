package dev.sessionlifecycle.examples.spring;

import com.jayway.jsonpath.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;

/** A client of the application. */
record Calls(HttpClient client, String url) {

  static Calls at(String url) {
    return new Calls(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), url);
  }

  HttpResponse<String> open(UUID user) throws IOException, InterruptedException {
    return post("/calls", "{\"user\":\"" + user + "\"}");
  }

  HttpResponse<String> end(String id) throws IOException, InterruptedException {
    return post("/calls/" + id + "/end", "{\"reason\":\"USER_REJECTED\"}");
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  static String id(HttpResponse<String> opened) {
    return JsonPath.read(opened.body(), "$.id");
  }
}
