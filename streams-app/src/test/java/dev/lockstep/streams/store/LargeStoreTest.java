package dev.lockstep.streams.store;

import dev.lockstep.streams.state.ByteStore;
import dev.lockstep.streams.state.ByteStoreContract;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;

class LargeStoreTest extends ByteStoreContract {

  @TempDir Path directory;

  @Override
  protected void use(Consumer<ByteStore> body) {
    StoreBench.useLarge(directory, body);
  }
}
