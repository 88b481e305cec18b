package dev.lockstep.launcher.demo;

import dev.lockstep.launcher.demo.shop.Login;
import dev.lockstep.launcher.demo.shop.ShopAccess;

/**
 * A server at which there is a shop, or will be.
 *
 * @param admin the account that is there for it
 * @param schema the shop's
 * @param own whether the server is there for nothing else; one of the user's is not
 */
public record Site(Login admin, String schema, boolean own) {

  ShopAccess shop() {
    return shopAs(admin);
  }

  ShopAccess shopAs(Login login) {
    return new ShopAccess(login, schema);
  }
}
