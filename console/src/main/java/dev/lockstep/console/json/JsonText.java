package dev.lockstep.console.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON document as it is written. */
public final class JsonText {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Writes into an object that is open. */
  @FunctionalInterface
  public interface Body {
    void write(JsonText json) throws IOException;
  }

  private final JsonGenerator out;

  private JsonText(JsonGenerator out) {
    this.out = out;
  }

  /** A document that is one object. */
  public static String object(Body body) {
    StringWriter text = new StringWriter(1_024);
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      generator.writeStartObject();
      body.write(new JsonText(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  public JsonText field(String name, @Nullable String value) throws IOException {
    if (value == null) {
      out.writeNullField(name);
    } else {
      out.writeStringField(name, value);
    }
    return this;
  }

  public JsonText field(String name, long value) throws IOException {
    out.writeNumberField(name, value);
    return this;
  }

  public JsonText field(String name, double value) throws IOException {
    out.writeNumberField(name, value);
    return this;
  }

  public JsonText field(String name, @Nullable Long value) throws IOException {
    if (value == null) {
      out.writeNullField(name);
      return this;
    }
    return field(name, value.longValue());
  }

  public JsonText field(String name, @Nullable Double value) throws IOException {
    if (value == null) {
      out.writeNullField(name);
      return this;
    }
    return field(name, value.doubleValue());
  }

  public JsonText field(String name, boolean value) throws IOException {
    out.writeBooleanField(name, value);
    return this;
  }

  /** A time in ISO 8601 as precise as it is known. */
  public JsonText field(String name, @Nullable Instant value) throws IOException {
    return field(name, value == null ? null : value.toString());
  }

  public JsonText object(String name, Body body) throws IOException {
    out.writeObjectFieldStart(name);
    body.write(this);
    out.writeEndObject();
    return this;
  }

  public JsonText strings(String name, List<String> values) throws IOException {
    out.writeArrayFieldStart(name);
    for (String value : values) {
      out.writeString(value);
    }
    out.writeEndArray();
    return this;
  }

  /** An array of objects. */
  public <T> JsonText objects(String name, List<T> values, Item<T> item) throws IOException {
    out.writeArrayFieldStart(name);
    for (T value : values) {
      out.writeStartObject();
      item.write(this, value);
      out.writeEndObject();
    }
    out.writeEndArray();
    return this;
  }

  /** An array of arrays of numbers, for what comes in thousands. */
  public JsonText rows(String name, List<long[]> rows) throws IOException {
    out.writeArrayFieldStart(name);
    for (long[] row : rows) {
      out.writeArray(row, 0, row.length);
    }
    out.writeEndArray();
    return this;
  }

  /** Writes one item of an array. */
  @FunctionalInterface
  public interface Item<T> {
    void write(JsonText json, T value) throws IOException;
  }
}
