package dev.lockstep.launcher.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.SslMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {

  @TempDir Path directory;

  @Test
  void readsEveryPart() {
    ServerUrl url =
        parse("mysql://lock%40step:p%2Fw%3A%25%20+ä%C3%A4@Db1.internal:3307/?ssl=verify-full");
    assertThat(url.type()).isEqualTo(EndpointType.MYSQL);
    assertThat(url.host()).isEqualTo("db1.internal");
    assertThat(url.port()).isEqualTo(3307);
    assertThat(url.user()).isEqualTo("lock@step");
    assertThat(url.password().reveal()).isEqualTo("p/w:% +ää");
    assertThat(url.ssl()).isEqualTo(SslMode.VERIFY_FULL);
  }

  @Test
  void whatIsLeftOutIsUsual() {
    ServerUrl url = parse("MariaDB://root:@localhost");
    assertThat(url.type()).isEqualTo(EndpointType.MARIADB);
    assertThat(url.port()).isEqualTo(3306);
    assertThat(url.password().reveal()).isEmpty();
    assertThat(url.ssl()).isEqualTo(SslMode.PREFER);
    assertThat(url.address()).isEqualTo("mariadb://localhost:3306");
  }

  @Test
  void aPasswordMayHoldColons() {
    assertThat(parse("mysql://u:a:b:c@h/").password().reveal()).isEqualTo("a:b:c");
  }

  @Test
  void takesAddressesOfIpv6InBrackets() {
    ServerUrl url = parse("mysql://u:p@[2001:DB8::1]:3310/");
    assertThat(url.host()).isEqualTo("2001:db8::1");
    assertThat(url.port()).isEqualTo(3310);
    assertThat(url.address()).isEqualTo("mysql://[2001:db8::1]:3310");
    assertThat(parse("mysql://u:p@[::1]").port()).isEqualTo(3306);
  }

  @Test
  void followsReferencesAndTakesWhatTheyLeadToAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("a@b:c"), "p%40/w#?\n");
    Map<String, String> env = Map.of("OLD_USER", "me@work", "OLD_PASSWORD", "s3cr:t/@%41");
    ServerUrl url = ServerUrl.parse("mysql://${env:OLD_USER}:${env:OLD_PASSWORD}@h:1/", env);
    assertThat(url.user()).isEqualTo("me@work");
    assertThat(url.password().reveal()).isEqualTo("s3cr:t/@%41");
    assertThat(ServerUrl.parse("mysql://u:x%40${file:" + file + "}y@h/", env).password().reveal())
        .isEqualTo("x@p%40/w#?y");
  }

  @Test
  void theWholeUrlMayBeAReference() throws Exception {
    Path file = Files.writeString(directory.resolve("url"), "mariadb://u:p%40w@h:7/\n");
    assertThat(parse("${file:" + file + "}"))
        .isEqualTo(parse("mariadb://u:p%40w@h:7/"))
        .hasToString("mariadb://h:7 as u");
  }

  @Test
  void aReferenceThatLeadsNowhereIsNamed() {
    assertThatThrownBy(() -> parse("mysql://u:${env:NO_SUCH_THING}@h/"))
        .hasMessageContaining("NO_SUCH_THING is not set");
    assertThatThrownBy(() -> parse("${file:/no/such/file}")).hasMessageContaining("/no/such/file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "oracle://u:hunter2@h/ | 'oracle' is no kind of database",
        "u:hunter2@h | It is no URL",
        "mysql:hunter2 | It is no URL",
        "mysql://h/ | User and password are missing",
        "mysql://hunter2@h/ | The password is missing",
        "mysql://:hunter2@h/ | The user is missing",
        "mysql://u:hunter2@/ | The host is missing",
        "mysql://u:hunter2@:3306/ | The host is missing",
        "mysql://u:hunter2@::1/ | An address of IPv6 stands in brackets",
        "mysql://u:hunter2@h:0/ | The port must be from 1 to 65535",
        "mysql://u:hunter2@h:123456/ | The port must be from 1 to 65535",
        "mysql://u:hunter2@h:http/ | The host is missing or none",
        "mysql://u:hunter2@h/shop | Nothing but '/' may follow the port",
        "mysql://u:a/hunter2@h/ | is written %2F",
        "mysql://u:a@h/hunter2@h/ | is written %2F",
        "mysql://u:a?hunter2@h/ | User and password are missing",
        "mysql://u:a#hunter2@h/ | written %23",
        "mysql://u:a@hunter2@h/ | written %40",
        "mysql://u:hunter2%@h/ | written %25",
        "mysql://u:hunter2%4@h/ | written %25",
        "mysql://u:hunter2%zz@h/ | written %25",
        "mysql://u:hunter2%ff@h/ | not UTF-8",
        "mysql://u:hunter2%20@h/ | ends in white space",
        "mysql://u:hunter2@h/?tls=1 | only ssl=... is known",
        "mysql://u:hunter2@h/?ssl=maybe | disable, prefer, require, verify-full",
        "mysql://u:${hunter2@h/ | A reference is ${env:NAME} or ${file:PATH}",
        "mysql://u:${secret:hunter2}@h/ | A reference is ${env:NAME} or ${file:PATH}",
        "mysql://u:hunter2@${env:HOST}/ | Only user and password may be references",
      })
  void saysWhatIsWrongAndNeverThePassword(String text, String expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected.strip())
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "mysql", "://", "mysql://", "mysql://@", "mysql://u:p@h\ni/"})
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingThatIsPrintedHoldsThePassword() {
    ServerUrl url = parse("mysql://u:hunter2@h/");
    assertThat(url + " " + new Side.Given(url) + " " + url.login() + " " + url.endpoint("e"))
        .doesNotContain("hunter2");
    assertThat(new Side.Given(url).mark()).isEqualTo("mysql://h:3306");
  }

  private static ServerUrl parse(String text) {
    return ServerUrl.parse(text, Map.of());
  }
}
