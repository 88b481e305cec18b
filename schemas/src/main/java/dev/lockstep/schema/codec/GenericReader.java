package dev.lockstep.schema.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Reads generic records with exactly the schema that wrote them: a tree of readers compiled once
 * for a schema, without Avro's resolution, which costs several times as much and has nothing to
 * resolve here.
 *
 * <p>Strings are {@link String}, bytes and decimals {@link ByteBuffer}, no logical type is
 * converted. Immutable after construction and safe for use by many threads.
 */
final class GenericReader {

  /** Reads one value. */
  private interface Node {
    @Nullable Object read(RecordInput in) throws IOException;
  }

  /** A container never starts larger than this, whatever length a damaged record claims. */
  private static final int MAX_INITIAL_CAPACITY = 1024;

  private static final long MAX_ITEMS_WITHOUT_BYTES = 1 << 16;

  private final Node root;

  GenericReader(Schema schema) {
    this.root = node(schema, new IdentityHashMap<>());
  }

  @Nullable Object read(byte[] data, int offset) throws IOException {
    RecordInput in = new RecordInput(data, offset);
    Object record = root.read(in);
    if (!in.isAtEnd()) {
      throw new IOException("bytes are left over after the record");
    }
    return record;
  }

  private static Node node(Schema schema, Map<Schema, Node[]> open) {
    return switch (schema.getType()) {
      case RECORD -> record(schema, open);
      case UNION -> union(schema, open);
      case ARRAY -> array(schema, node(schema.getElementType(), open));
      case MAP -> map(node(schema.getValueType(), open));
      case ENUM -> in -> new GenericData.EnumSymbol(schema, symbol(schema, in.readInt()));
      case FIXED -> fixed(schema);
      case STRING -> RecordInput::readString;
      case BYTES -> RecordInput::readBytes;
      case INT -> RecordInput::readInt;
      case LONG -> RecordInput::readLong;
      case FLOAT -> RecordInput::readFloat;
      case DOUBLE -> RecordInput::readDouble;
      case BOOLEAN -> RecordInput::readBoolean;
      case NULL -> in -> null;
    };
  }

  private static Node record(Schema schema, Map<Schema, Node[]> open) {
    Node[] known = open.get(schema);
    Node[] fields = known != null ? known : new Node[schema.getFields().size()];
    if (known == null) {
      // Entered before its fields are compiled, so that a record may hold itself.
      open.put(schema, fields);
      for (Schema.Field field : schema.getFields()) {
        fields[field.pos()] = node(field.schema(), open);
      }
    }
    return in -> {
      GenericData.Record record = new GenericData.Record(schema);
      for (int i = 0; i < fields.length; i++) {
        record.put(i, fields[i].read(in));
      }
      return record;
    };
  }

  private static Node union(Schema schema, Map<Schema, Node[]> open) {
    List<Schema> types = schema.getTypes();
    Node[] branches = new Node[types.size()];
    for (int i = 0; i < branches.length; i++) {
      branches[i] = node(types.get(i), open);
    }
    return in -> {
      int branch = in.readInt();
      if (branch < 0 || branch >= branches.length) {
        throw new IOException("No branch " + branch + " in a union of " + branches.length);
      }
      return branches[branch].read(in);
    };
  }

  private static Node array(Schema schema, Node element) {
    long most = takesNoBytes(schema.getElementType()) ? MAX_ITEMS_WITHOUT_BYTES : Long.MAX_VALUE;
    return in -> {
      long count = in.readBlock();
      GenericData.Array<@Nullable Object> array =
          new GenericData.Array<>((int) Math.min(count, MAX_INITIAL_CAPACITY), schema);
      for (; count > 0; count = in.readBlock()) {
        if (count > most - array.size()) {
          throw new IOException("an array of empty items claims " + count + " of them");
        }
        for (long i = 0; i < count; i++) {
          array.add(element.read(in));
        }
      }
      return array;
    };
  }

  /** Items that take no bytes would never run into the record's end, whatever the count. */
  private static boolean takesNoBytes(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> true;
      case FIXED -> schema.getFixedSize() == 0;
      case RECORD -> schema.getFields().stream().allMatch(field -> takesNoBytes(field.schema()));
      default -> false;
    };
  }

  private static Node map(Node value) {
    return in -> {
      Map<String, @Nullable Object> map = new HashMap<>();
      for (long count = in.readBlock(); count > 0; count = in.readBlock()) {
        for (long i = 0; i < count; i++) {
          map.put(in.readString(), value.read(in));
        }
      }
      return map;
    };
  }

  private static Node fixed(Schema schema) {
    int size = schema.getFixedSize();
    return in -> new GenericData.Fixed(schema, in.readFixed(size));
  }

  private static String symbol(Schema schema, int index) throws IOException {
    List<String> symbols = schema.getEnumSymbols();
    if (index < 0 || index >= symbols.size()) {
      throw new IOException("No symbol " + index + " in enum " + schema.getFullName());
    }
    return symbols.get(index);
  }
}
