package dev.lockstep.schema.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists in order, sets without one, maps by key. */
final class CollectionCodec implements ValueCodec {

  private final ColumnKind kind;
  private final ValueCodec element;

  CollectionCodec(ColumnKind kind, ValueCodec element) {
    this.kind = kind;
    this.element = element;
  }

  @Override
  public ColumnKind kind() {
    return kind;
  }

  @Override
  public void write(Object value, CanonicalBuffer out) {
    switch (kind) {
      case MAP -> {
        TreeMap<String, @Nullable Object> entries = entries(value);
        out.octet(CanonicalBuffer.MAP);
        out.size(entries.size());
        entries.forEach(
            (key, item) -> {
              out.text(key);
              item(item, out);
            });
      }
      case SET -> {
        Collection<?> items = (Collection<?>) value;
        out.octet(CanonicalBuffer.SET);
        out.size(items.size());
        sorted(items).forEach(out::raw);
      }
      default -> {
        Collection<?> items = (Collection<?>) value;
        out.octet(CanonicalBuffer.LIST);
        out.size(items.size());
        items.forEach(item -> item(item, out));
      }
    }
  }

  @Override
  public String text(Object value) {
    List<String> parts = new ArrayList<>();
    if (kind == ColumnKind.MAP) {
      entries(value).forEach((key, item) -> parts.add(key + "=" + itemText(item)));
    } else {
      ((Collection<?>) value).forEach(item -> parts.add(itemText(item)));
    }
    if (kind == ColumnKind.SET) {
      parts.sort(null);
    }
    String joined = String.join(", ", parts);
    return kind == ColumnKind.LIST ? "[" + joined + "]" : "{" + joined + "}";
  }

  private List<byte[]> sorted(Collection<?> items) {
    List<byte[]> encoded = new ArrayList<>(items.size());
    CanonicalBuffer scratch = new CanonicalBuffer();
    for (Object item : items) {
      item(item, scratch.clear());
      encoded.add(scratch.toByteArray());
    }
    encoded.sort(Arrays::compareUnsigned);
    return encoded;
  }

  private void item(@Nullable Object item, CanonicalBuffer out) {
    if (item == null) {
      out.octet(CanonicalBuffer.NULL);
    } else {
      element.write(item, out);
    }
  }

  private String itemText(@Nullable Object item) {
    return item == null ? "NULL" : element.text(item);
  }

  private static TreeMap<String, @Nullable Object> entries(Object value) {
    TreeMap<String, @Nullable Object> entries = new TreeMap<>();
    ((Map<?, ?>) value).forEach((key, item) -> entries.put(key.toString(), item));
    return entries;
  }
}
