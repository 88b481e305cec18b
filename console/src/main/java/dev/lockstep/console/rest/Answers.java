package dev.lockstep.console.rest;

import dev.lockstep.console.json.AnswerJson;
import dev.lockstep.console.json.JsonText;
import dev.lockstep.console.view.Snapshot;
import io.javalin.http.Context;

/** How every answer begins: when it was true, what the judgement is, how well all was read. */
final class Answers {

  private Answers() {}

  static void send(Context context, Snapshot snapshot, JsonText.Body body) {
    context.contentType("application/json; charset=utf-8");
    context.result(
        JsonText.object(
            json -> {
              json.field("at", snapshot.at());
              json.object("judgement", out -> AnswerJson.judgement(out, snapshot.judgement()));
              json.object("reader", out -> AnswerJson.reader(out, snapshot.reader()));
              body.write(json);
            }));
  }
}
