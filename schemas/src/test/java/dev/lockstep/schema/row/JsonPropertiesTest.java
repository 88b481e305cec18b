package dev.lockstep.schema.row;

import static dev.lockstep.testing.property.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.testing.property.Any;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonPropertiesTest {

  private final JsonCodec codec = new JsonCodec();

  @Test
  void orderOfKeysBlanksAndFormOfNumbersDoNotCount() {
    forAll(
        any -> {
          Object value = any.made(JsonPropertiesTest::anyJson);
          Random random = any.aRandom();
          String one = print(value, new Random(1), false);
          String other = print(value, random, true);

          assertThat(bytes(other)).isEqualTo(bytes(one));
          assertThat(codec.text(other)).isEqualTo(codec.text(one));
        });
  }

  @Test
  void differentValuesDiffer() {
    forAll(
        any -> {
          Object one = any.made(JsonPropertiesTest::anyJson);
          Object two = any.made(JsonPropertiesTest::anyJson);
          boolean same = print(one, new Random(1), false).equals(print(two, new Random(1), false));

          assertThat(
                  Arrays.equals(
                      bytes(print(one, new Random(1), false)),
                      bytes(print(two, new Random(1), false))))
              .isEqualTo(same);
        });
  }

  @Test
  void canonicalTextIsJsonOfTheSameValue() {
    forAll(
        any -> {
          Object value = any.made(JsonPropertiesTest::anyJson);
          String text = print(value, new Random(1), false);

          assertThat(bytes(codec.text(text))).isEqualTo(bytes(text));
        });
  }

  private byte[] bytes(String json) {
    CanonicalBuffer out = new CanonicalBuffer();
    codec.write(json, out);
    return out.toByteArray();
  }

  private static String print(Object value, Random random, boolean vary) {
    String blank = vary && random.nextBoolean() ? " \n" : "";
    return switch (value) {
      case Map<?, ?> map -> {
        List<Object> keys = new ArrayList<>(map.keySet());
        if (vary) {
          Collections.shuffle(keys, random);
        }
        List<String> parts = new ArrayList<>();
        keys.forEach(
            k -> parts.add("\"" + k + "\"" + blank + ":" + print(map.get(k), random, vary)));
        yield "{" + blank + String.join(",", parts) + "}";
      }
      case List<?> list -> {
        List<String> parts = new ArrayList<>();
        list.forEach(item -> parts.add(print(item, random, vary) + blank));
        yield "[" + String.join(",", parts) + "]";
      }
      case Integer number -> number + (vary && random.nextBoolean() ? ".00" : "");
      case String text -> "\"" + (vary ? escaped(text, random) : text) + "\"";
      default -> value.toString();
    };
  }

  private static String escaped(String text, Random random) {
    StringBuilder out = new StringBuilder();
    text.chars()
        .forEach(
            c -> out.append(random.nextBoolean() ? String.format("\\u%04x", c) : "" + (char) c));
    return out.toString();
  }

  private static Object anyJson(Any any) {
    return anyJson(any, 3);
  }

  private static Object anyJson(Any any, int depth) {
    return switch (any.anInt(0, depth == 0 ? 2 : 4)) {
      case 0 -> anyText(any);
      case 1 -> any.anInt(-1000, 1000);
      case 2 -> any.aBoolean();
      case 3 -> any.list(3, item -> anyJson(item, depth - 1));
      default -> {
        Map<String, Object> map = new TreeMap<>();
        for (String key : any.list(3, JsonPropertiesTest::anyText)) {
          map.put(key, anyJson(any, depth - 1));
        }
        yield map;
      }
    };
  }

  private static String anyText(Any any) {
    return any.textOf("abAß😀 ", 0, 3);
  }

  @Test
  void keepsTextsOfTheSameHashApart() {
    List<String> sameHash = List.of("\"AaAa\"", "\"BBBB\"", "\"AaBB\"", "\"BBAa\"");
    assertThat(sameHash.stream().map(String::hashCode).distinct()).hasSize(1);
    for (int round = 0; round < 2; round++) {
      for (String text : sameHash) {
        CanonicalBuffer first = new CanonicalBuffer();
        codec.write(text, first);
        CanonicalBuffer again = new CanonicalBuffer();
        codec.write(text, again);
        assertThat(again.sameAs(first)).isTrue();
        assertThat(new String(first.toByteArray(), StandardCharsets.UTF_8))
            .contains(text.substring(1, 5));
      }
    }
  }
}
