package io.walterfleet.messages;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sentences of the program, read from its sources: whatever is written together by plus signs
 * is one, with {@value #HOLE} for each value that is put into it.
 */
final class Sentences extends TreeScanner<Void, Void> {
  /** What stands for a value. */
  static final String HOLE = "…";

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** What a script or a page says stands between quotation marks, or in a page between its tags. */
  private static final Pattern QUOTED =
      Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"|`([^`]*)`|>([^<>{}=;]+)<");

  private static final Pattern VALUE =
      Pattern.compile("\\$\\{[^}]*\\}|\\$\\((?:[^()]|\\([^()]*\\))*\\)|\\$[A-Za-z0-9_*#@?]+");

  /** Two words with a space between them: all else is a key, a path, a word of a protocol. */
  private static final Pattern WORDS = Pattern.compile("(?s).*[a-z]{2,}[,;:']? [a-z(']{2,}.*");

  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<Sentence> found = new ArrayList<>();

  private Sentences(CompilationUnitTree unit, SourcePositions positions) {
    this.unit = unit;
    this.positions = positions;
  }

  /**
   * A sentence.
   *
   * @param place the file and the line where it begins
   */
  record Sentence(String place, String text) {}

  /** All of them, in the order of their places. */
  static List<Sentence> all() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> java = sources.filter(one -> one.toString().endsWith(".java")).sorted().toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(java));
      List<Sentence> all = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        Sentences one = new Sentences(unit, Trees.instance(task).getSourcePositions());
        one.scan(unit, null);
        all.addAll(one.found);
      }
      all.addAll(ofResources());
      return all;
    }
  }

  private static List<Sentence> ofResources() throws IOException {
    List<Sentence> all = new ArrayList<>();
    for (String folder : List.of("remote", "page")) {
      try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
        for (Path file : files.filter(one -> !one.toString().endsWith(".css")).sorted().toList()) {
          List<String> lines = Files.readAllLines(file);
          for (int i = 0; i < lines.size(); i++) {
            String place = folder + "/" + file.getFileName() + ":" + (i + 1);
            ofLine(lines.get(i), place, all);
          }
        }
      }
    }
    return all;
  }

  private static void ofLine(String line, String place, List<Sentence> all) {
    if (!line.strip().startsWith("#") && !line.strip().startsWith("//")) {
      QUOTED
          .matcher(line)
          .results()
          .map(found -> Stream.of(1, 2, 3).map(found::group).filter(Objects::nonNull).findFirst())
          .map(text -> VALUE.matcher(text.orElse("")).replaceAll(HOLE))
          .filter(WORDS.asMatchPredicate())
          .forEach(text -> all.add(new Sentence(place, text)));
    }
  }

  @Override
  public Void visitBinary(BinaryTree tree, Void none) {
    if (tree.getKind() == Tree.Kind.PLUS && hasLiteral(tree)) {
      add(tree);
      between(tree);
      return null;
    }
    return super.visitBinary(tree, null);
  }

  @Override
  public Void visitLiteral(LiteralTree tree, Void none) {
    add(tree);
    return null;
  }

  @Override
  public Void visitAnnotation(AnnotationTree tree, Void none) {
    return tree.getAnnotationType().toString().startsWith("SuppressWarnings")
        ? null
        : super.visitAnnotation(tree, null);
  }

  /** The values that are put into a sentence may hold sentences of their own. */
  private void between(ExpressionTree tree) {
    if (tree instanceof BinaryTree plus && tree.getKind() == Tree.Kind.PLUS) {
      between(plus.getLeftOperand());
      between(plus.getRightOperand());
    } else if (!(tree instanceof LiteralTree)) {
      scan(tree, null);
    }
  }

  private void add(ExpressionTree tree) {
    String text = text(tree);
    if (WORDS.matcher(text).matches()) {
      long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
      String file =
          SOURCES.toAbsolutePath().relativize(Path.of(unit.getSourceFile().toUri())).toString();
      found.add(new Sentence(file.replace("io/walterfleet/", "") + ":" + line, text));
    }
  }

  private static boolean hasLiteral(ExpressionTree tree) {
    return (tree instanceof BinaryTree plus && tree.getKind() == Tree.Kind.PLUS)
        ? hasLiteral(plus.getLeftOperand()) || hasLiteral(plus.getRightOperand())
        : tree.getKind() == Tree.Kind.STRING_LITERAL;
  }

  private static String text(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return text(inner.getExpression());
    }
    if (tree instanceof BinaryTree plus && tree.getKind() == Tree.Kind.PLUS) {
      return text(plus.getLeftOperand()) + text(plus.getRightOperand());
    }
    if (tree instanceof ConditionalExpressionTree) {
      return HOLE;
    }
    return tree instanceof LiteralTree literal && literal.getValue() instanceof String text
        ? text
        : HOLE;
  }
}
