import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a release in a folder repository against what Maven Central demands, and against the same
 * release built a second time.
 *
 * <p>{@code java release/CheckRelease.java VERSION FOLDER [SECOND_FOLDER]}. Exits with 1 and lists
 * every fault if there is one. What only a person can fill in (addresses, developers) is listed
 * apart and is no fault of a dry run.
 */
public final class CheckRelease {
  private static final String PREFIX = "session-lifecycle-";
  private static final List<String> REQUIRED =
      List.of("name", "description", "url", "licenses", "developers", "scm");

  private final List<String> faults = new ArrayList<>();
  private final Set<String> placeholders = new TreeSet<>();
  private final String version;
  private final Path folder;

  private CheckRelease(String version, Path folder) {
    this.version = version;
    this.folder = folder;
  }

  /** Takes the version, the folder, and the folder of the second build. */
  public static void main(String[] arguments) throws Exception {
    CheckRelease check = new CheckRelease(arguments[0], Path.of(arguments[1]));
    int modules = check.modules();
    if (arguments.length > 2) {
      check.compare(Path.of(arguments[2]));
    }
    check.placeholders.forEach(it -> System.out.println("to be filled in by a person: " + it));
    check.faults.forEach(it -> System.out.println("FAULT " + it));
    System.out.printf("%d modules checked, %d faults%n", modules, check.faults.size());
    System.exit(check.faults.isEmpty() ? 0 : 1);
  }

  private int modules() throws Exception {
    Path group = folder.resolve("dev/sessionlifecycle");
    List<Path> found;
    try (Stream<Path> all = Files.list(group)) {
      found = all.filter(Files::isDirectory).sorted().toList();
    }
    Set<String> published = new TreeSet<>();
    for (Path module : found) {
      module(module.getFileName().toString(), module.resolve(version));
      published.add(module.getFileName().toString());
    }
    published.remove(PREFIX + "bom");
    Set<String> listed = new TreeSet<>();
    Document bom = read(file(group.resolve(PREFIX + "bom").resolve(version), PREFIX + "bom", ".pom"));
    for (Element dependency : children(child(bom.getDocumentElement(), "dependencyManagement"), "dependency")) {
      listed.add(text(dependency, "artifactId"));
      require(text(dependency, "version").equals("${project.version}")
          || text(dependency, "version").equals(version), "the bill of materials has another version");
    }
    require(listed.equals(published), "the bill of materials has " + listed + ", published are " + published);
    return found.size();
  }

  private void module(String name, Path at) throws Exception {
    Path pom = file(at, name, ".pom");
    Document document = read(pom);
    Element project = document.getDocumentElement();
    for (String required : REQUIRED) {
      require(child(project, required) != null, name + ": its POM has no " + required);
    }
    require(child(project, "parent") == null, name + ": its POM has a parent");
    require(child(project, "profiles") == null, name + ": its POM has profiles");
    String text = Files.readString(pom, StandardCharsets.UTF_8);
    require(!text.contains("SNAPSHOT"), name + ": its POM names a snapshot");
    require(!text.contains("jqwik"), name + ": its POM names jqwik");
    if (text.contains("PLACEHOLDER")) {
      placeholders.add("url, scm and developers of the POMs");
    }
    List<String> suffixes = new ArrayList<>(List.of(".pom"));
    if (!"pom".equals(text(project, "packaging"))) {
      suffixes.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
    }
    for (String suffix : suffixes) {
      Path file = file(at, name, suffix);
      require(Files.isRegularFile(file), name + ": there is no " + suffix);
      if (Files.isRegularFile(file)) {
        checksum(file, "SHA-1", ".sha1");
        checksum(file, "MD5", ".md5");
      }
    }
  }

  private void checksum(Path file, String algorithm, String suffix) throws Exception {
    Path beside = file.resolveSibling(file.getFileName() + suffix);
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    require(
        Files.isRegularFile(beside) && Files.readString(beside).strip().startsWith(digest),
        "no or another " + suffix + " beside " + file.getFileName());
  }

  /** Compares every file but the metadata, which has the time of the build. */
  private void compare(Path second) throws IOException {
    Set<Path> ours = files(folder);
    Set<Path> theirs = files(second);
    require(ours.equals(theirs), "the two builds have different files");
    int equal = 0;
    for (Path file : ours) {
      if (theirs.contains(file)) {
        long at = Files.mismatch(folder.resolve(file), second.resolve(file));
        require(at < 0, "the two builds differ in " + file + " at byte " + at);
        equal += at < 0 ? 1 : 0;
      }
    }
    System.out.printf("two builds: %d of %d files equal to the byte%n", equal, ours.size());
  }

  private static Set<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(it -> !it.getFileName().toString().startsWith("maven-metadata"))
          .map(root::relativize)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private Path file(Path at, String name, String suffix) {
    return at.resolve(name + "-" + version + suffix);
  }

  private static Document read(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? "" : found.getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    if (parent != null) {
      var all = parent.getElementsByTagName(name);
      for (int i = 0; i < all.getLength(); i++) {
        found.add((Element) all.item(i));
      }
    }
    return found;
  }
}
