package io.walterfleet.format;

import io.walterfleet.format.Background.Source;
import io.walterfleet.plan.StepKind;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known beside a plan, as JSON. */
final class BackgroundJson {
  private BackgroundJson() {}

  static void write(Background background, ObjectNode json) {
    json.put("machines", background.scope().machines());
    if (background.scope().isPart()) {
      json.put("limitedTo", background.scope().part());
    }
    source(background.source(), json);
    ArrayNode notes = json.putArray("notes");
    background
        .notes()
        .forEach(one -> notes.addObject().put("release", one.release()).put("url", one.url()));
    background.since().ifPresent(since -> since(since, json.putObject("since")));
    names(background.outlook().oneWay(), json.putArray("noWayBack"));
    if (!background.outlook().checks().isEmpty()) {
      CheckJson.list(background.outlook().checks(), json.putArray("checks"));
    }
    if (!background.outlook().hooks().isEmpty()) {
      HookJson.list(background.outlook().hooks(), json.putArray("hooks"));
    }
    if (!background.outlook().waits().isEmpty()) {
      WaitJson.list(background.outlook().waits(), json.putArray("waits"));
    }
    if (!background.outlook().tooLong().isEmpty()) {
      ArrayNode late = json.putArray("tooLong");
      background.outlook().tooLong().forEach(one -> tooLong(one, late.addObject()));
    }
    background.outlook().expected().ifPresent(one -> expected(one, json.putObject("expected")));
  }

  private static void source(Source source, ObjectNode json) {
    names(source.files(), json.putArray("files"));
    if (!source.made().isEmpty()) {
      ArrayNode made = json.putArray("made");
      source
          .made()
          .forEach(one -> made.addObject().put("named", one.named()).put("kept", one.kept()));
    }
    source.changed().ifPresent(change -> json.put("changed", change));
    source
        .commit()
        .ifPresent(
            commit ->
                json.putObject("commit").put("hash", commit.hash()).put("dirty", commit.isDirty()));
  }

  private static void since(Since since, ObjectNode json) {
    json.put("plan", since.plan());
    json.put("seconds", since.age().toSeconds());
    names(since.added(), json.putArray("added"));
    names(since.gone(), json.putArray("gone"));
    names(since.other(), json.putArray("other"));
  }

  private static void expected(Expected expected, ObjectNode json) {
    json.put("seconds", expected.about().toSeconds());
    json.put("leastSeconds", expected.whole().from().toSeconds());
    json.put("mostSeconds", expected.whole().to().toSeconds());
    json.put("leastDowntimeSeconds", expected.down().from().toSeconds());
    json.put("mostDowntimeSeconds", expected.down().to().toSeconds());
    json.put("machines", expected.told().machines());
    json.put("runs", expected.told().runs());
    names(expected.told().usual().stream().map(StepKind::word).toList(), json.putArray("usual"));
  }

  private static void tooLong(TooLong one, ObjectNode json) {
    json.put("group", one.group());
    json.put("ends", one.ends().toOffsetDateTime().toString());
    json.put("leastSeconds", one.last().from().toSeconds());
    json.put("mostSeconds", one.last().to().toSeconds());
    json.put("sure", one.isSure());
  }

  private static void names(List<String> names, ArrayNode json) {
    names.forEach(json::add);
  }
}
