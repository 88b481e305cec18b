package dev.lockstep.producers;

import java.util.Map;

@OnMySql
class ColumnTypesOnMySqlIT extends ColumnTypesIT {

  @Override
  Map<String, Column> columns() {
    Map<String, Column> columns = super.columns();
    columns.remove("u");
    // Documents have an order of their own.
    columns.put(
        "j",
        new Column(
            "json",
            "'{\"b\": 1, \"a\": [true, null]}'",
            "{\"a\": [true, null], \"b\": 1}",
            "json"));
    columns.put(
        "jt",
        new Column(
            "json",
            "json_object('d', date'2024-02-29', 't', time'-12:13:14.5',"
                + " 'w', timestamp'2024-02-29 12:13:14.5', 'n', 1.50, 'f', 1e0, 'b', x'00ff',"
                + " 'u', 18446744073709551615, 's', 'a\"\\\\/\\n\u00fc')",
            null,
            "json"));
    columns.put(
        "vec",
        new Column(
            "vector(2)",
            "string_to_vector('[1,-2]')",
            bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0),
            "bytes"));
    return columns;
  }
}
