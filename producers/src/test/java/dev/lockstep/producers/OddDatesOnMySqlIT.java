package dev.lockstep.producers;

@OnMySql
class OddDatesOnMySqlIT extends OddDatesIT {}
