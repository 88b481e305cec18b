package dev.lockstep.producers;

@OnMySql
class BehindOnMySqlIT extends BehindIT {}
