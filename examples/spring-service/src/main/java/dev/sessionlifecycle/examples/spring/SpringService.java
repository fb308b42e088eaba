package dev.sessionlifecycle.examples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringService {

  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(SpringService.class, arguments);
  }
}
