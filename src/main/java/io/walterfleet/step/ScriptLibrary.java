package io.walterfleet.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The remote scripts, as they lie in {@code resources/remote}, made ready to be sent.
 *
 * <p>The first line of a script names the files that it uses, in order. Comment lines, indentation,
 * and functions and values that nothing in the program names stay out of what is sent; no script
 * has a text of many lines where they would count.
 */
final class ScriptLibrary {
  private static final String FOLDER = "/remote/";
  private static final String USES = "# uses:";

  private final Map<String, String> programs = new ConcurrentHashMap<>();

  /** The functions of a script and of all files that it uses, without the call of {@code main}. */
  String program(String name) {
    return programs.computeIfAbsent(name, ScriptLibrary::assembled);
  }

  private static String assembled(String name) {
    List<String> lines = lines(name);
    String first = lines.get(0);
    String[] used =
        first.startsWith(USES)
            ? first.substring(USES.length()).strip().split(" ", -1)
            : new String[0];
    List<Block> blocks =
        Stream.concat(Stream.of(used), Stream.of(name))
            .flatMap(file -> Block.of(lines(file)).stream())
            .toList();
    return reached(blocks).stream().map(Block::text).collect(Collectors.joining());
  }

  /** What main needs: the blocks whose names stand in what is needed already, and all without. */
  private static List<Block> reached(List<Block> blocks) {
    Map<String, Block> named =
        blocks.stream()
            .filter(block -> !block.name().isEmpty())
            .collect(Collectors.toMap(Block::name, block -> block, (first, last) -> last));
    Set<Block> reached = new HashSet<>();
    Deque<Block> fresh = new ArrayDeque<>(blocks);
    fresh.removeIf(block -> !block.name().isEmpty() && !block.name().equals("main"));
    while (!fresh.isEmpty()) {
      Block next = fresh.remove();
      if (reached.add(next)) {
        next.words().map(named::get).filter(Objects::nonNull).forEach(fresh::add);
      }
    }
    return blocks.stream().filter(reached::contains).toList();
  }

  /**
   * A function, a value with a name of its own, or what stands between.
   *
   * @param name of the function or the variable; empty for what stands between
   * @param text without comments and indentation
   */
  private record Block(String name, String text) {
    private static final Pattern BEGIN = Pattern.compile("([a-z_]+)\\(\\) [{(]");
    private static final Pattern END = Pattern.compile("[})].*|[a-z_]+\\(\\) [{(].*[})]");
    private static final Pattern VALUE = Pattern.compile("(wf_[a-z_]+)=");
    private static final Pattern LAST = Pattern.compile("[^']*'[^']*");
    private static final Pattern ANY = Pattern.compile(".*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]+");

    static List<Block> of(List<String> lines) {
      List<Block> blocks = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      String name = "";
      Pattern end = END;
      for (String line : lines) {
        Matcher begin = BEGIN.matcher(line);
        Matcher value = VALUE.matcher(line);
        boolean function = begin.lookingAt();
        boolean open = false;
        if (function || (name.isEmpty() && value.lookingAt())) {
          blocks.add(new Block(name, text.toString()));
          text.setLength(0);
          name = function ? begin.group(1) : value.group(1);
          open = !function && hasOpenQuote(line);
          end = function ? END : open ? LAST : ANY;
        }
        String bare = line.stripLeading();
        if (!bare.isEmpty() && !bare.startsWith("#")) {
          text.append(bare.startsWith("function ") ? bare.replace(",   ", ", ") : bare)
              .append('\n');
        }
        if (!name.isEmpty() && !open && end.matcher(line).matches()) {
          blocks.add(new Block(name, text.toString()));
          text.setLength(0);
          name = "";
        }
      }
      blocks.add(new Block(name, text.toString()));
      return blocks;
    }

    private static boolean hasOpenQuote(String line) {
      return line.chars().filter(one -> one == '\'').count() % 2 == 1;
    }

    Stream<String> words() {
      return WORD.matcher(text).results().map(MatchResult::group);
    }
  }

  private static List<String> lines(String name) {
    try (InputStream in = ScriptLibrary.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("no remote script " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
