package dev.lockstep.streams.state;

import java.util.function.Consumer;

/** The stand-in of simulations keeps the promise of the real ones. */
class MapStoreTest extends ByteStoreContract {

  @Override
  protected void use(Consumer<ByteStore> body) {
    body.accept(new MapStore());
  }
}
