package dev.lockstep.launcher.demo.shop;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution of a statement. Values may hold null for SQL NULL. */
record ShopChange(ShopStatement statement, List<@Nullable Object> values) {

  static ShopChange of(ShopStatement statement, @Nullable Object... values) {
    return new ShopChange(statement, Collections.unmodifiableList(Arrays.asList(values)));
  }
}
