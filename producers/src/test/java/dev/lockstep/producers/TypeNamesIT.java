package dev.lockstep.producers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.flow.config.ProducersSettings.OnLostHistory;
import dev.lockstep.producers.convert.TableSchema;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

/**
 * Goal: however a column's type is spelt, it is what the database makes of it. Method: tables that
 * are created, and columns that are added, while one capture follows the log; another capture then
 * reads the same tables by a snapshot, and values and schemas are the same.
 */
class TypeNamesIT extends OnServers {

  /** Values by spelling. */
  private static final Map<String, String> SPELLINGS = new LinkedHashMap<>();

  private static void all(String value, String... spellings) {
    for (String spelling : spellings) {
      SPELLINGS.put(spelling, value);
    }
  }

  static {
    all("2", "bool", "boolean", "boolean not null default true", "bool default false");
    all("7", "int1", "int2", "int3", "int4", "int8", "middleint", "integer", "integer(5)");
    all("7", "int signed", "int(1)", "tinyint(1) not null default 1", "int invisible");
    all("200", "tinyint(1) unsigned", "tinyint zerofill", "smallint(4) unsigned zerofill");
    all("4294967295", "integer unsigned", "int4 unsigned", "int zerofill");
    all("18446744073709551615", "int8 unsigned", "bigint zerofill");
    all("12", "dec", "fixed", "numeric", "decimal(5)", "decimal zerofill");
    all("1.5", "dec(10,3)", "fixed(10,3)", "numeric(10,3)", "decimal(10,2) unsigned zerofill");
    all("1.1", "float(20)", "float(24)", "float(25)", "float(53)", "float4", "float8", "real");
    all("1.1", "double precision", "double precision(10,3)", "real(10,2)", "float unsigned");
    all("1.1", "double unsigned", "double zerofill", "float zerofill", "double(10,3)");
    all("'a'", "character(10)", "character varying(10)", "char varying(10)", "varcharacter(10)");
    all("'é'", "national varchar(10)", "national char(10)", "national character varying(10)");
    all("'é'", "nchar(10)", "nchar", "nvarchar(10)", "nchar varchar(10)", "nchar varying(10)");
    all("'é'", "nchar varcharacter(10)", "national character(10)", "national char varying(10)");
    all("'é'", "long", "long varchar", "long char varying", "long varcharacter", "text(100)");
    all("'é'", "tinytext", "char(10) binary", "varchar(10) binary", "text binary");
    all("'e'", "varchar(10) ascii", "text ascii", "varchar(10) unicode", "varchar(10) invisible");
    all("'é'", "varchar(10) charset latin1", "varchar(10) char set latin1", "text charset cp1250");
    all("'é'", "varchar(10) character set latin1 binary", "text(100000)");
    all("'é'", "varchar(10) charset utf8mb3 collate utf8mb3_bin");
    all("x'00ff00'", "long varbinary", "long byte", "blob(100)", "blob(100000)", "text byte");
    all("x'00ff00'", "char(10) byte", "varchar(10) byte", "varchar(10) character set binary");
    all("x'00ff00'", "text character set binary", "char(5) character set binary", "binary(3)");
    all("'é'", "varchar(10) compressed", "text compressed charset latin1", "tinytext compressed");
    all("repeat('é',90)", "text compressed", "varchar(100) compressed=zlib");
    all("repeat(x'00ff00',900)", "blob compressed", "varbinary(9000) compressed");
    all("'é'", "enum('a','é') charset latin1", "enum('x, bool','é')");
    all("'é,a'", "set('a','é') charset utf8mb4");
    all("'y'", "enum('x','y') character set binary");
    all("2024", "year", "year(4)");
    all("24", "year(2)");
    all("'2024-01-02 03:04:05'", "datetime(0)", "timestamp(0) null", "timestamp not null");
    all("'2024-01-02 03:04:05'", "datetime default current_timestamp on update current_timestamp");
    all("'03:04:05'", "time(0)");
    all("b'1'", "bit", "bit(1) not null default b'0'");
    all("b'10000001'", "bit(8)");
    all("'{\"a\":1}'", "json", "json not null default '{}'");
    all("'123e4567-e89b-12d3-a456-426614174000'", "uuid", "uuid not null default uuid()");
    all("ST_GeomFromText('POINT(1 2)')", "geometry", "point");
    all("ST_GeomFromText('POINT(1 2)',4326)", "point ref_system_id=4326");
    all("ST_GeomFromText('LINESTRING(1 2,3 4)')", "linestring");
    all("ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))')", "polygon");
    all("ST_GeomFromText('MULTIPOINT(1 2)')", "multipoint");
    all("ST_GeomFromText('MULTILINESTRING((1 2,3 4))')", "multilinestring");
    all("ST_GeomFromText('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))')", "multipolygon");
    all("ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2))')", "geometrycollection");
    all("default", "int as (id+1) stored", "int generated always as (id+1) persistent");
    all("default", "int as (id+1) virtual", "varchar(10) as (concat(id,'bool')) stored");
    all("7", "int default (1+1)", "int comment 'bool, x'");
  }

  @Test
  void aTypeIsWhatTheDatabaseMakesOfItHoweverItIsSpelt() throws Exception {
    String schema = Servers.fresh("names");
    String log = schema + "l";
    String snapshot = schema + "s";
    List<String> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    SPELLINGS.forEach(
        (spelling, value) -> {
          String name = "c" + columns.size();
          columns.add(name + " " + spelling);
          names.add(name);
        });
    String row =
        " (id," + String.join(",", names) + ") values (1," + String.join(",", values()) + ")";
    servers.sql("create database " + schema, "create table " + schema + ".first (id int key)");
    try (CaptureService service = capture(log, schema);
        Topic first = servers.topic(log + "." + schema + ".first")) {
      first.until(TypeNamesIT::isSnapshotOver);
      servers.sql(
          "create table "
              + schema
              + ".created (id int primary key, "
              + String.join(", ", columns)
              + ")",
          "create table " + schema + ".altered (id int primary key)",
          "alter table " + schema + ".altered add " + String.join(", add column ", columns),
          "create table " + schema + ".numbered (id serial, b bool, primary key (id))",
          "set time_zone='+00:00'",
          "insert into " + schema + ".created" + row,
          "insert into " + schema + ".altered" + row,
          "insert into " + schema + ".numbered (b) values (2)");
      Map<String, GenericRecord> logged = rows(log, schema);
      try (CaptureService other = capture(snapshot, schema)) {
        Map<String, GenericRecord> read = rows(snapshot, schema);
        read.forEach(
            (table, expected) -> {
              assertThat(described(logged.get(table)))
                  .as(table)
                  .containsExactlyEntriesOf(described(expected));
            });
        assertThat(other.failure()).isEmpty();
      }
      assertThat(service.failure()).isEmpty();
    }
  }

  private static List<String> values() {
    return List.copyOf(SPELLINGS.values());
  }

  private static CaptureService capture(String name, String schema) {
    return CaptureService.start(
        servers.config(
            Servers.flow(name, "nowhere", schema), OnLostHistory.STOP, servers.endpoint(name)),
        Clock.systemUTC());
  }

  /** The one row of each table. */
  private static Map<String, GenericRecord> rows(String endpoint, String schema) throws Exception {
    Map<String, GenericRecord> rows = new TreeMap<>();
    for (String table : List.of("created", "altered", "numbered")) {
      try (Topic topic = servers.topic(endpoint + "." + schema + "." + table)) {
        var record = Topic.rows(topic.until(all -> Topic.rows(all).size() == 1)).getFirst();
        rows.put(table, (GenericRecord) record.value().get("after"));
      }
    }
    return rows;
  }

  /** What readers see of each column, with its spelling. */
  private static Map<String, String> described(GenericRecord row) {
    List<String> spellings = List.copyOf(SPELLINGS.keySet());
    Map<String, String> columns = new LinkedHashMap<>();
    for (Schema.Field field : row.getSchema().getFields()) {
      String name = field.name();
      String spelling =
          name.matches("c\\d+") ? spellings.get(Integer.parseInt(name.substring(1))) : "";
      columns.put(
          name + " " + spelling,
          row.get(name)
              + " "
              + field.schema()
              + " "
              + field.getProp(TableSchema.KIND)
              + " "
              + field.getProp(TableSchema.TYPE)
              + " "
              + field.getProp(TableSchema.COLLATION));
    }
    return columns;
  }

  private static boolean isSnapshotOver(
      List<org.apache.kafka.clients.consumer.ConsumerRecord<GenericRecord, GenericRecord>> all) {
    return all.stream().filter(r -> Topic.op(r).equals("e")).count() == 4;
  }
}
