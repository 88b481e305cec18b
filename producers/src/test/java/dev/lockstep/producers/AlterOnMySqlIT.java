package dev.lockstep.producers;

@OnMySql
class AlterOnMySqlIT extends AlterIT {}
