package dev.lockstep.console.json;

import dev.lockstep.console.answer.Judgement;
import dev.lockstep.console.answer.ReaderStatus;
import dev.lockstep.console.answer.TableStanding;
import dev.lockstep.console.answer.Work;
import java.io.IOException;

/** The JSON of the answer, of what it says of each table, and of how well all was read. */
public final class AnswerJson {

  private AnswerJson() {}

  public static void judgement(JsonText json, Judgement judgement) throws IOException {
    Judgement.Figures figures = judgement.figures();
    json.field("inLockstep", judgement.inLockstep())
        .field("level", judgement.level().name())
        .field("headline", judgement.headline())
        .strings("reasons", judgement.reasons())
        .field("claim", judgement.claim().map(Judgement.Claim::sentence).orElse(null))
        .field("claimTables", judgement.claim().map(Judgement.Claim::tables).orElse(0L))
        .field("equalAsOf", judgement.claim().flatMap(Judgement.Claim::at).orElse(null))
        .field("position", judgement.claim().flatMap(Judgement.Claim::position).orElse(null))
        .field("tables", figures.tables())
        .field("tablesEqual", figures.tablesEqual())
        .field("equalUnderRule", figures.equalUnderRule())
        .field("sourceRows", figures.sourceRows())
        .field("targetRows", figures.targetRows())
        .field("wrongRows", figures.wrongRows())
        .field("inconclusive", figures.inconclusive())
        .field("inFlight", figures.inFlight())
        .field("confirmed", figures.confirmed())
        .field("changesPerSecond", figures.changesPerSecond())
        .field("lagMillis", figures.lagMillis())
        .field("lagUncertaintyMillis", figures.lagUncertaintyMillis());
  }

  /** One table that a flow includes and what becomes of it. */
  public static void standing(JsonText json, TableStanding standing) throws IOException {
    json.field("id", standing.id())
        .field("flow", standing.flow())
        .field("table", standing.table())
        .field("state", standing.state().name())
        .field("why", standing.why().orElse(null))
        .field("remedy", standing.remedy().orElse(null));
    if (standing.work().isPresent()) {
      Work work = standing.work().get();
      json.object(
          "work",
          out -> {
            out.field("whole", work.whole().orElse(null));
            out.field("done", work.done()).field("total", work.total());
            out.field("ratePerSecond", work.ratePerSecond().orElse(null));
            out.field("remainingMillis", work.remainingMillis().orElse(null));
            out.field("at", work.at());
          });
    }
  }

  public static void reader(JsonText json, ReaderStatus reader) throws IOException {
    json.field("caughtUp", reader.caughtUp())
        .field("behind", reader.behind())
        .field("answeredAt", reader.answeredAt().orElse(null))
        .strings("missingTopics", reader.missingTopics())
        .field("unreadable", reader.unreadable())
        .field("problem", reader.problem().orElse(null));
  }
}
