package dev.lockstep.schema.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonPropertiesTest {

  private final JsonCodec codec = new JsonCodec();

  @Property
  void orderOfKeysBlanksAndFormOfNumbersDoNotCount(
      @ForAll("values") Object value, @ForAll Random random) {
    String one = print(value, new Random(1), false);
    String other = print(value, random, true);

    assertThat(bytes(other)).isEqualTo(bytes(one));
    assertThat(codec.text(other)).isEqualTo(codec.text(one));
  }

  @Property
  void differentValuesDiffer(@ForAll("values") Object one, @ForAll("values") Object two) {
    boolean same = print(one, new Random(1), false).equals(print(two, new Random(1), false));

    assertThat(
            Arrays.equals(
                bytes(print(one, new Random(1), false)), bytes(print(two, new Random(1), false))))
        .isEqualTo(same);
  }

  @Property
  void canonicalTextIsJsonOfTheSameValue(@ForAll("values") Object value) {
    String text = print(value, new Random(1), false);

    assertThat(bytes(codec.text(text))).isEqualTo(bytes(text));
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

  @Provide
  Arbitrary<Object> values() {
    return values(3);
  }

  private static Arbitrary<Object> values(int depth) {
    Arbitrary<String> text = Arbitraries.strings().withChars("abAß😀 ").ofMaxLength(3);
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            text.map(t -> (Object) t),
            Arbitraries.integers().between(-1000, 1000).map(n -> (Object) n),
            Arbitraries.of(true, false).map(b -> (Object) b));
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<Object> inner = values(depth - 1);
    Arbitrary<Object> list = inner.list().ofMaxSize(3).map(l -> (Object) l);
    Arbitrary<Object> map =
        Arbitraries.maps(text, inner).ofMaxSize(3).map(m -> (Object) new TreeMap<>(m));
    return Arbitraries.oneOf(scalar, list, map).withoutEdgeCases();
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
