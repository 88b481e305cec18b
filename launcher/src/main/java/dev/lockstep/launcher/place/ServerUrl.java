package dev.lockstep.launcher.place;

import dev.lockstep.engine.jdbc.Hosts;
import dev.lockstep.flow.EndpointType;
import dev.lockstep.flow.Secret;
import dev.lockstep.flow.ServerEndpoint;
import dev.lockstep.flow.SslMode;
import dev.lockstep.launcher.demo.shop.Login;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where a server of the user's is and who may log in: {@code mysql://user:password@host:port/}, in
 * the same form for every kind of database.
 *
 * @param host in lower case; an address of IPv6 without brackets
 */
public record ServerUrl(
    EndpointType type, String host, int port, String user, Secret password, SslMode ssl) {

  /** As told to people. */
  public static final String FORM = "mysql://user:password@host:port/";

  /**
   * Reads a URL, or {@code ${env:NAME}} or {@code ${file:PATH}} in which there is one. User and
   * password may be such references too; what those lead to is taken as it is.
   *
   * @param env the variables that references name
   * @throws IllegalArgumentException with what would be right; never with anything of the URL that
   *     could be the password
   */
  public static ServerUrl parse(String text, Map<String, String> env) {
    return UrlReader.read(text, env);
  }

  /** The server without the account. */
  public String address() {
    return type.label() + "://" + Hosts.inUrl(host) + ":" + port;
  }

  public Login login() {
    return new Login(type, host, port, user, password.reveal(), ssl);
  }

  /** As the programs see it. */
  ServerEndpoint endpoint(String name) {
    return new ServerEndpoint(
        name, type, host, port, user, password, ssl, Map.of(), OptionalLong.empty());
  }

  /** Without the password. */
  @Override
  public String toString() {
    return address() + " as " + user;
  }
}
