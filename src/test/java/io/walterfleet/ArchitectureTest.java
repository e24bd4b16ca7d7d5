package io.walterfleet;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use whom, and what stays out of where. */
@Tag("unit")
class ArchitectureTest {
  private static final String ROOT = "io.walterfleet";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** The packages that a package may use, beside itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("fleet", Set.of()),
          entry("plan", Set.of("fleet")),
          entry("inventory", Set.of("fleet")),
          entry("http", Set.of("fleet")),
          entry("release", Set.of("fleet", "http")),
          entry("remote", Set.of("fleet")),
          entry("ssh.protocol", Set.of("fleet", "remote")),
          entry("ssh.hostkey", Set.of("fleet", "remote", "ssh.protocol")),
          entry("ssh.auth", Set.of("ssh.protocol")),
          entry("ssh.channel", Set.of("fleet", "remote", "ssh.protocol", "ssh.hostkey")),
          entry(
              "ssh.config",
              Set.of("fleet", "remote", "ssh.protocol", "ssh.hostkey", "ssh.auth", "ssh.channel")),
          entry(
              "ssh",
              Set.of(
                  "fleet",
                  "remote",
                  "ssh.protocol",
                  "ssh.hostkey",
                  "ssh.auth",
                  "ssh.channel",
                  "ssh.config")),
          entry("step", Set.of("fleet", "plan", "remote")),
          entry("health", Set.of("fleet", "http", "remote")),
          entry("local", Set.of("fleet")),
          entry("approval", Set.of("fleet", "local")),
          entry("rollout", Set.of("fleet", "plan", "remote", "step", "health", "local")),
          entry("rehearsal", Set.of("fleet", "plan", "remote", "step", "health", "rollout")),
          entry("doctor", Set.of("fleet")),
          entry("format", Set.of("fleet", "plan", "rollout", "rehearsal", "doctor", "local")),
          entry(
              "report",
              Set.of("fleet", "plan", "rollout", "rehearsal", "doctor", "local", "format")),
          entry("adoption", Set.of("fleet")),
          entry("notify", Set.of("fleet", "http", "release")),
          entry("history", Set.of("plan", "rollout", "format")),
          entry("alerting", Set.of("fleet", "plan", "rollout", "format", "history", "notify")),
          entry("watch", Set.of("fleet", "plan", "rollout")),
          entry("sandbox", Set.of("remote")),
          entry(
              "app",
              Set.of(
                  "fleet",
                  "http",
                  "plan",
                  "inventory",
                  "release",
                  "remote",
                  "local",
                  "approval",
                  "step",
                  "health",
                  "rollout",
                  "format",
                  "report",
                  "history",
                  "notify",
                  "alerting",
                  "watch",
                  "adoption")),
          entry(
              "cli",
              Set.of(
                  "app",
                  "fleet",
                  "plan",
                  "inventory",
                  "release",
                  "remote",
                  "approval",
                  "step",
                  "rollout",
                  "rehearsal",
                  "format",
                  "report",
                  "history",
                  "notify",
                  "alerting",
                  "watch",
                  "doctor",
                  "adoption")));

  /** The packages that may use a library. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          entry("org.yaml.snakeyaml", Set.of("inventory", "doctor")),
          entry("tools.jackson", Set.of("release", "format", "report", "adoption")),
          entry("org.apache.commons.compress", Set.of("release")),
          entry("java.net.http", Set.of()),
          entry("org.apache.hc", Set.of("http")),
          entry("com.jcraft.jsch", Set.of("ssh")),
          entry("org.apache.sshd", Set.of("sandbox")),
          entry("io.prometheus", Set.of("watch")),
          entry("com.sun.net.httpserver", Set.of("sandbox")),
          entry("picocli", Set.of("cli")),
          entry("jakarta.mail", Set.of("notify")),
          entry("jakarta.activation", Set.of("notify")),
          entry("org.eclipse.angus", Set.of("notify")));

  static Set<String> packages() {
    return MAY_USE.keySet();
  }

  static Set<String> libraries() {
    return LIBRARIES.keySet();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void arrowsPointDown(String name) {
    Set<String> allowed = MAY_USE.getOrDefault(name, Set.of());
    String[] targets =
        Stream.concat(Stream.of(name), allowed.stream())
            .map(target -> ROOT + "." + target + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(targets)))
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void noAllowedArrowIsUnused(String name) {
    Set<String> used =
        PRODUCT.stream()
            .filter(type -> packageOf(type).equals(name))
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(Dependency::getTargetClass)
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toSet());
    assertThat(used).containsAll(MAY_USE.getOrDefault(name, Set.of()));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void noClassesKnowEachOtherInACircle(String name) {
    assertThat(circle(name)).isEmpty();
  }

  /** The classes of a package that are in a circle, or lead to one. */
  private static Set<String> circle(String name) {
    Map<String, Set<String>> arrows = new HashMap<>();
    for (JavaClass type : PRODUCT) {
      if (packageOf(type).equals(name)) {
        Set<String> targets = arrows.computeIfAbsent(outermost(type), one -> new HashSet<>());
        type.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .filter(target -> packageOf(target).equals(name))
            .map(ArchitectureTest::outermost)
            .filter(target -> !target.equals(outermost(type)))
            .forEach(targets::add);
      }
    }
    boolean shrinks = true;
    while (shrinks) {
      arrows.values().forEach(targets -> targets.retainAll(arrows.keySet()));
      shrinks = arrows.values().removeIf(Set::isEmpty);
    }
    return arrows.keySet();
  }

  private static String outermost(JavaClass type) {
    JavaClass element = type.getBaseComponentType();
    return element.getName().replaceFirst("\\$.*", "");
  }

  /** The package below the root, of an array that of its elements; empty for Main's and others'. */
  private static String packageOf(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
  }

  @Test
  void noPackageIsUnknownToThisTest() {
    Set<String> found =
        PRODUCT.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith(ROOT + "."))
            .map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toSet());
    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  /** A longer one holds more than one thing. */
  @Test
  void noFileOfTheProductHasMoreThan300Lines() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(300);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".(*)..", ".ssh.(*).."})
  void thereIsNoCircle(String packages) {
    slices().matching(ROOT + packages).should().beFreeOfCycles().check(PRODUCT);
  }

  /** Host keys are judged, and the ssh config is read, by what is given. */
  @Test
  void twoClassesAloneTakeFilesAndProgramsForSsh() {
    noClasses()
        .that(resideInAnyPackage(ROOT + ".ssh.hostkey", ROOT + ".ssh.config"))
        .and()
        .haveSimpleNameNotEndingWith("KnownHosts")
        .and()
        .haveSimpleNameNotEndingWith("LocalConfig")
        .should()
        .accessTargetWhere(
            describe(
                "reads or writes a file, or runs a program",
                access ->
                    Set.of(
                            "java.nio.file.Files",
                            "java.nio.channels.FileChannel",
                            "java.lang.ProcessBuilder",
                            ROOT + ".ssh.protocol.NamedFile")
                        .contains(access.getTargetOwner().getName())))
        .check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsKnownToItsOwnPackageOnly(String library) {
    String[] owners =
        LIBRARIES.getOrDefault(library, Set.of()).stream()
            .map(owner -> ROOT + "." + owner + "..")
            .toArray(String[]::new);
    noClasses()
        .that(not(resideInAnyPackage(owners)))
        .should()
        .dependOnClassesThat(resideInAPackage(library + ".."))
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleet", "plan"})
  void theVocabularyAndTheDecisionArePure(String name) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .dependOnClassesThat(impure())
        .orShould()
        .accessTargetWhere(readsTheClock())
        .check(PRODUCT);
  }

  @Test
  void onlyMainAndTheCommandLineTouchTheProcess() {
    noClasses()
        .that(not(resideInAnyPackage(ROOT, ROOT + ".cli..")))
        .should()
        .accessTargetWhere(touchesTheProcess().or(readsTheClock()))
        .check(PRODUCT);
  }

  @Test
  void noNameHidesWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(
            ".*\\.(Default|Base)[A-Z][A-Za-z]*"
                + "|.*[a-z](Manager|Service|Helper|Util|Utils|Impl|Context)")
        .check(PRODUCT);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void everyPackageSaysWhatItKnows(String name) {
    assertThat(
            Files.isRegularFile(
                Path.of(
                    "src/main/java/io/walterfleet", name.replace('.', '/'), "package-info.java")))
        .isTrue();
  }

  private static DescribedPredicate<JavaClass> impure() {
    return resideInAnyPackage(
            "java.io..", "java.nio..", "java.net..", "java.util.concurrent..", "javax..")
        .and(not(resideInAPackage("java.nio.charset")))
        .and(not(describe("a marker", type -> type.getName().equals("java.io.Serializable"))))
        .or(
            describe(
                "a process, a thread or a clock",
                type ->
                    Set.of(
                            "java.lang.Thread",
                            "java.lang.Process",
                            "java.lang.ProcessBuilder",
                            "java.lang.Runtime",
                            "java.lang.System",
                            "java.time.Clock",
                            "java.util.Random",
                            "java.util.Timer")
                        .contains(type.getName())));
  }

  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    return describe(
        "reads the clock",
        access -> {
          String owner = access.getTargetOwner().getName();
          String name = access.getName();
          return (owner.startsWith("java.time.") && name.equals("now"))
              || (owner.equals("java.time.Clock") && name.startsWith("system"))
              || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
        });
  }

  private static DescribedPredicate<JavaAccess<?>> touchesTheProcess() {
    return describe(
        "uses the terminal, the environment or the exit of the process",
        access ->
            access.getTargetOwner().getName().equals("java.lang.System")
                && Set.of("out", "err", "in", "exit", "getenv", "setOut", "setErr")
                    .contains(access.getName()));
  }
}
