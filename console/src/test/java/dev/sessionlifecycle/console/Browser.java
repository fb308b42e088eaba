package dev.sessionlifecycle.console;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's chromium with its own driver, which always fit; nothing is downloaded. Needs the
 * packages {@code chromium} and {@code chromium-driver}; without them the tests fail, since a test
 * that is skipped proves nothing.
 */
final class Browser implements AutoCloseable {
  private static final File BINARY = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final int HEIGHT = 900;
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final Path profile;
  private final ChromeDriver driver;

  Browser() {
    if (!BINARY.canExecute() || !DRIVER.canExecute()) {
      throw new IllegalStateException(
          "install Debian's packages chromium and chromium-driver to run the browser tests");
    }
    try {
      profile = Files.createTempDirectory("console-browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BINARY);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--user-data-dir=" + profile);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort().build();
    driver = new ChromeDriver(service, options);
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
  }

  Browser open(String address) {
    driver.get(address);
    return this;
  }

  /** The size of the page, whatever the smallest window of the browser is. */
  Browser width(int width) {
    return size(width, HEIGHT);
  }

  Browser size(int width, int height) {
    driver.manage().window().setSize(new Dimension(Math.max(width, 500), height));
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  Browser dark(boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
    return this;
  }

  Browser scripts(boolean areRun) {
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", !areRun));
    return this;
  }

  String text() {
    return textOf("body");
  }

  String heading() {
    return textOf("h1");
  }

  private String textOf(String tag) {
    return patiently(() -> driver.findElement(By.tagName(tag)).getText());
  }

  String address() {
    return patiently(driver::getCurrentUrl);
  }

  WebElement find(String css) {
    return find(By.cssSelector(css));
  }

  private WebElement find(By what) {
    return patiently(() -> driver.findElement(what));
  }

  List<WebElement> all(String css) {
    return patiently(() -> driver.findElements(By.cssSelector(css)));
  }

  Browser follow(String linkText) {
    find(By.linkText(linkText)).click();
    return this;
  }

  /**
   * The page may be replaced between the search for the element and the look at it. In that moment
   * the driver may also report an error of the browser's inspector.
   */
  private static <T> T patiently(Supplier<T> look) {
    for (long end = System.nanoTime() + PATIENCE; ; ) {
      try {
        return look.get();
      } catch (WebDriverException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  /** Clicks; a button that submits leads to another page, which is waited for. */
  Browser press(String css) {
    WebElement pressed = find(css);
    boolean isSubmit =
        pressed.getTagName().equals("button") && "submit".equals(pressed.getDomProperty("type"));
    pressed.click();
    if (isSubmit) {
      awaitGone(pressed);
    }
    return this;
  }

  private static void awaitGone(WebElement element) {
    for (long end = System.nanoTime() + PATIENCE; ; ) {
      WebDriverException failure = null;
      try {
        element.isEnabled();
      } catch (StaleElementReferenceException e) {
        return;
      } catch (WebDriverException e) { // the page is being replaced
        failure = e;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no other page has come", failure);
      }
    }
  }

  Browser type(String css, String text) {
    find(css).sendKeys(text);
    return this;
  }

  Browser back() {
    driver.navigate().back();
    return this;
  }

  Browser keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
    return this;
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What axe finds on the page: each rule that is violated, with the first place. */
  List<String> accessibilityViolations() {
    driver.executeScript(axe());
    Object found =
        driver.executeAsyncScript(
            "const done = arguments[0];"
                + "axe.run(document, {resultTypes: ['violations']}).then(results => done("
                + "results.violations.map(it => it.id + ': ' + it.help + ' at '"
                + " + it.nodes[0].html + ' ' + (it.nodes[0].failureSummary || ''))),"
                + " error => done(['axe failed: ' + error]));");
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the browser complains about since the last call: a violation of the policy, an error. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(it -> it.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(it -> !it.startsWith("chrome://")) // of the browser's own pages
        .toList();
  }

  /** How many pixels the page is wider than its window. */
  long overflow() {
    return (Long)
        driver.executeScript(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  byte[] screenshot() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // The browser may still be deleting files of its own.
      profile.toFile().deleteOnExit();
    }
  }
}
