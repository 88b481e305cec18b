// Prints what is stated in a topic: node follow.mjs BROKERS REGISTRY TOPIC [GROUP]
// npm install kafkajs kafkajs-lz4 @confluentinc/schemaregistry
import kafkajs from "kafkajs";
import LZ4Codec from "kafkajs-lz4";
import registry from "@confluentinc/schemaregistry";

const { CompressionCodecs, CompressionTypes, Kafka } = kafkajs;
const { AvroDeserializer, SchemaRegistryClient, SerdeType } = registry;
const [brokers, registryUrl, topic, groupId = "follow-node"] = process.argv.slice(2);

// Batches are compressed with LZ4, which kafkajs does not bring along.
CompressionCodecs[CompressionTypes.LZ4] = new LZ4Codec().codec;

const client = new SchemaRegistryClient({ baseURLs: [registryUrl] });
const keys = new AvroDeserializer(client, SerdeType.KEY, {});
const values = new AvroDeserializer(client, SerdeType.VALUE, {});
const shown = (record) => JSON.stringify(record, (name, value) =>
  (typeof value === "bigint" ? value.toString() : value));

// Read committed is what kafkajs does unless told otherwise (readUncommitted).
const consumer = new Kafka({ clientId: "follow", brokers: brokers.split(",") }).consumer({ groupId });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    const key = message.key && await keys.deserialize(topic, message.key);
    const value = message.value && await values.deserialize(topic, message.value);
    console.log(`${partition}/${message.offset} ${shown(key)} ${value ? shown(value) : "is gone"}`);
  },
});
