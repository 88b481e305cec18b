package dev.lockstep.flow.config;

/** A complete configuration to start from. */
public final class ConfigExample {

  private static final String YAML =
      """
      kafka:
        bootstrap.servers: "localhost:9092"
        # properties:                     # of every Kafka client
        #   security.protocol: SASL_SSL
        #   sasl.jaas.config: "${file:/run/secrets/kafka-jaas}"

      registry:
        url: http://localhost:8081

      topics:
        partitions: 4                     # of every change topic, for good
        replication: 1                    # 3 on a cluster
        retention: 7d

      endpoints:
        shop:
          type: mariadb
          host: db1.example.org
          port: 3306
          username: lockstep
          password: "${env:SHOP_PASSWORD}"
          ssl: verify-full
        replica:
          type: mariadb
          host: db2.example.org
          username: lockstep
          password: "${env:REPLICA_PASSWORD}"
          ssl: prefer
          server-id: 65001

      flows:
        shop:
          source: shop
          target: replica
          tables:
            include: ["shop.%", "billing.invoices"]
            exclude: ["shop.tmp%"]
            rename:
              - {from: billing.invoices, to: shop.invoices_imported}
          columns:
            - {column: shop.orders.note, ignore: true}
            - {column: shop.customers.name, trim: true}
            - {column: shop.orders.details, compare: json}
            - {column: "shop.%.updated_at", fractional-digits: 3}

      producers:
        on-lost-history: stop

      streams:
        state-directory: /var/lib/lockstep/streams

      sink:
        workers: 2
        create-tables: true

      alerts:
        lag-warning: 60s
        lag-critical: 10m
        silence: 60s

      console:
        bind: 127.0.0.1
        port: 8080
      """;

  private ConfigExample() {}

  public static String yaml() {
    return YAML;
  }
}
