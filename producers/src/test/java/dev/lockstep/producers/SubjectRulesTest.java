package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.lockstep.flow.LockstepException;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.schema.codec.RegistryException;
import dev.lockstep.schema.topic.TopicSpec;
import dev.lockstep.schema.topic.Topics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubjectRulesTest {

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void eachSubjectOfATopicIsToldOnce() {
    SubjectRules rules = new SubjectRules(Map.of("schema.registry.url", url("")));
    rules.allowAnyChange("shop.a-002eb.c");
    rules.allowAnyChange("shop.a-002eb.c");
    assertThat(requests)
        .containsExactly(
            "PUT /config/shop.a-002eb.c-key null {\"compatibility\":\"NONE\"}",
            "PUT /config/shop.a-002eb.c-value null {\"compatibility\":\"NONE\"}");
  }

  @Test
  void theCatalogueIsRegisteredOnceAndKeptReadableBothWays() {
    SubjectRules rules = new SubjectRules(Map.of("schema.registry.url", url("")));
    rules.registerCatalogue();
    rules.registerCatalogue();
    assertThat(requests).hasSize(4 * Topics.all().size());
    for (TopicSpec topic : Topics.all()) {
      for (String side : List.of("-key", "-value")) {
        String subject = topic.name() + side;
        assertThat(requests)
            .anyMatch(request -> request.startsWith("POST /subjects/" + subject + "/versions "))
            .anyMatch(
                request ->
                    request.startsWith("PUT /config/" + subject + " ")
                        && request.contains("\"FULL\""));
      }
    }
  }

  @Test
  void nothingIsRegisteredWhereThatIsLeftToOthers() {
    new SubjectRules(Map.of("schema.registry.url", url(""), "auto.register.schemas", "false"))
        .registerCatalogue();
    assertThat(requests).isEmpty();
  }

  @Test
  void credentialsInTheAddressAreUsed() {
    new SubjectRules(Map.of("schema.registry.url", url("ann:p%40ss@"))).allowAnyChange("t");
    assertThat(requests).allMatch(request -> request.contains(" " + basic("ann:p@ss") + " "));
  }

  @Test
  void tokensAndUserInfoAreUsed() {
    new SubjectRules(
            Map.of(
                "schema.registry.url",
                url(""),
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                "t0ken"))
        .allowAnyChange("t");
    new SubjectRules(
            Map.of(
                "schema.registry.url",
                url(""),
                "basic.auth.credentials.source",
                "USER_INFO",
                "basic.auth.user.info",
                "ann:secret"))
        .allowAnyChange("t");
    assertThat(requests.getFirst()).contains(" Bearer t0ken ");
    assertThat(requests.getLast()).contains(" " + basic("ann:secret") + " ");
  }

  @Test
  void aRefusalIsToldWithItsRemedyAndWithoutThePassword() {
    status = 403;
    SubjectRules rules = new SubjectRules(Map.of("schema.registry.url", url("ann:p%40ss@")));
    Throwable refused = catchThrowable(() -> rules.allowAnyChange("t"));
    assertThat(refused).isInstanceOf(RegistryException.class);
    LockstepException told =
        Failures.explained(
            ServerEndpoint.mariadb("shop", "localhost", 3306, "lockstep", Secret.EMPTY), refused);
    assertThat(told.category()).isEqualTo(LockstepException.Category.EXTERNAL);
    assertThat(told.remedy()).contains("credentials");
    for (Throwable cause = told; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString()).doesNotContain("p%40ss", "p@ss", basic("ann:p@ss"));
    }
    status = 200;
    rules.allowAnyChange("t");
    assertThat(requests.getLast()).contains("/config/t-value");
  }

  private String url(String credentials) {
    return "http://" + credentials + "127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
  }
}
