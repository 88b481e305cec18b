package dev.lockstep.schema.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which records wait for the registry, and which are at fault themselves. */
class RegistryWaitTest {

  private static final byte[] RECORD = {0, 0, 0, 0, 7, 2};
  private static final String READABLE =
      "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":"
          + "[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\"}]}\"}";

  private volatile int status;
  private volatile String body = "";
  private HttpServer server;
  private Deserializer<GenericRecord> reader;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    reader =
        Avro.generic(Map.of(ConfluentConfig.URL, url, ConfluentConfig.MAX_RETRIES, 0), false)
            .deserializer();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "404 | {\"error_code\":40403,\"message\":\"Schema 7 not found\"} | lost its topic _schemas",
        "404 | Not found                          | see that registry.url",
        "401 | {}                                 | credentials",
        "403 | Forbidden                          | credentials",
        "400 | {}                                 | registry.url",
        "200 | {\"welcome\":true}                 | registry.url",
        "200 | <html>                             | registry.url",
        "503 | starting                           | start the registry",
        "500 | {\"message\":\"disk full\"}        | start the registry",
      })
  void theRecordWaitsUntilTheRegistryGivesItsSchema(int given, String text, String remedy) {
    status = given;
    body = text;
    assertThatThrownBy(() -> RegistryWait.throwIfDue(unread(RECORD)))
        .isInstanceOfSatisfying(
            RegistryException.class,
            trouble -> assertThat(trouble.remedy().toLowerCase()).contains(remedy));

    status = 200;
    body = READABLE;
    assertThat(reader.deserialize("t", RECORD).get("a")).isEqualTo(1);
  }

  @Test
  void anAddressThatNobodyAnswersIsWaitedForToo() {
    server.stop(0);
    assertThatThrownBy(() -> RegistryWait.throwIfDue(unread(RECORD)))
        .isInstanceOf(RegistryException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message M {}\"}",
        "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}",
      })
  void aSchemaThatIsOfNoUseIsTheRecordsFault(String text) {
    status = 200;
    body = text;
    assertThatCode(() -> RegistryWait.throwIfDue(unread(RECORD))).doesNotThrowAnyException();
  }

  @Test
  void bytesInNoWireFormatOrCutAreTheRecordsFault() {
    status = 200;
    body = READABLE;
    for (byte[] bytes : new byte[][] {{}, {0, 0, 0}, {1, 0, 0, 0, 7, 2}, {0, 0, 0, 0, 7}}) {
      assertThatCode(() -> RegistryWait.throwIfDue(unread(bytes))).doesNotThrowAnyException();
    }
  }

  private SerializationException unread(byte[] bytes) {
    return catchThrowableOfType(SerializationException.class, () -> reader.deserialize("t", bytes));
  }
}
