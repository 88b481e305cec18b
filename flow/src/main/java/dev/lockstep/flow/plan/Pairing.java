package dev.lockstep.flow.plan;

import dev.lockstep.schema.change.Capacity;
import dev.lockstep.schema.change.Column;
import dev.lockstep.schema.row.ColumnKind;
import dev.lockstep.schema.row.ColumnRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds how one pair of columns is compared. */
final class Pairing {

  private Pairing() {}

  static PlannedColumn of(Column source, Column target, ColumnRule own, boolean inKey) {
    if (own.ignore()) {
      Optional<String> reason = Optional.of("is left out");
      return new PlannedColumn(source.name(), own, reason, Optional.empty(), List.of());
    }
    Capacity from = source.capacity();
    Capacity to = target.capacity();
    Optional<ColumnKind> common =
        own.compareAs().isPresent() ? own.compareAs() : CommonKind.of(from.kind(), to.kind());
    if (common.isEmpty() || (inKey && !CommonKind.joinsKeys(from, to))) {
      return new PlannedColumn(
          source.name(),
          own,
          Optional.empty(),
          Optional.of(new Unpaired(unpaired(source, target, inKey), inKey)),
          List.of());
    }
    ColumnRule rule = rule(from, to, common.get(), own, inKey);
    return new PlannedColumn(
        source.name(),
        rule,
        underRule(rule, own, from, to),
        Optional.empty(),
        target.generated() ? List.of() : misfits(source, target, inKey));
  }

  /** Rows are told apart by their keys as they stand: of those nothing is cut off. */
  private static ColumnRule rule(
      Capacity from, Capacity to, ColumnKind kind, ColumnRule own, boolean inKey) {
    boolean other = kind != from.kind() || kind != to.kind();
    ColumnRule read =
        own.readAs(own.compareAs().isPresent() || other ? Optional.of(kind) : Optional.empty());
    return inKey
        ? read
        : read.withDigits(
                own.fractionalDigits().isPresent() ? own.fractionalDigits() : digits(from, to))
            .trimmed(own.trim() || losesBlanks(from, to))
            .inSinglePrecision(kind == ColumnKind.FLOAT && isSingle(to) && !isSingle(from));
  }

  /** The target keeps fewer digits after the point: no more of them can be compared. */
  private static OptionalInt digits(Capacity from, Capacity to) {
    boolean unbounded = from.kind() == ColumnKind.FLOAT && from.fraction().isEmpty();
    return to.fraction().isPresent()
            && (unbounded
                || (from.fraction().isPresent()
                    && to.fraction().getAsInt() < from.fraction().getAsInt()))
        ? to.fraction()
        : OptionalInt.empty();
  }

  private static boolean losesBlanks(Capacity from, Capacity to) {
    return to.kind() == ColumnKind.TEXT
        && from.kind() == ColumnKind.TEXT
        && to.padded()
        && !from.padded();
  }

  private static boolean isSingle(Capacity capacity) {
    return capacity.significand().isPresent()
        && capacity.significand().getAsInt() <= Capacity.SINGLE;
  }

  private static Optional<String> underRule(
      ColumnRule rule, ColumnRule own, Capacity from, Capacity to) {
    List<String> parts = new ArrayList<>();
    rule.compareAs()
        .filter(kind -> isLess(kind, from.kind(), to.kind()) || own.compareAs().isPresent())
        .ifPresent(kind -> parts.add("as " + kind.label()));
    rule.fractionalDigits()
        .ifPresent(digits -> parts.add("to " + digits + " digits after the point"));
    if (rule.trim()) {
      parts.add("without blanks at its end");
    }
    if (rule.single()) {
      parts.add("in single precision");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /** Whether values that differ on a side may be equal as this kind. */
  private static boolean isLess(ColumnKind kind, ColumnKind source, ColumnKind target) {
    boolean sameForm = kind == source && kind == target;
    return !sameForm && !(source.isExactNumber() && target.isExactNumber());
  }

  private static String unpaired(Column source, Column target, boolean inKey) {
    return "%scolumn %s is %s at the source and %s at the target, which cannot be compared"
        .formatted(inKey ? "key " : "", source.name(), source.type(), target.type());
  }

  private static List<Misfit> misfits(Column source, Column target, boolean inKey) {
    List<String> reasons = new ArrayList<>(Fit.reasons(source, target));
    if (inKey && Fit.losesDigits(source.capacity(), target.capacity())) {
      reasons.add("digits after the point are lost, by which rows are told apart");
    }
    return reasons.stream()
        .map(reason -> new Misfit(source.name(), source.type(), target.type(), reason))
        .toList();
  }
}
